"""A workbook whose ledger recomputes itself."""
