"""Events of a code host on the audit timeline: the sample of docs/adding-a-source.md."""
