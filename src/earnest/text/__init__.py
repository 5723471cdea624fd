"""Spans, sentences, quantities, lexicons and embedding: pure functions over text."""
