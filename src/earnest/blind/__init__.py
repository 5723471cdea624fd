"""Application -> BlindApplication + Identity + ledger of what was masked and why."""
