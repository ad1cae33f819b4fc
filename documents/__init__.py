"""The nouns: what is read, found, checked and decided. Standard library only; imports nothing of ours."""
