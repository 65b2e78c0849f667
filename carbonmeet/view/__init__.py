"""What is shown: tables and documents, and figures."""
