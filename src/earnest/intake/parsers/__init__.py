"""What runs in the child: one file a format, bytes -> blocks. Imports nothing of Earnest that is heavy."""
