"""From text to typed data: YAML with marks, fields, and faults that name the place."""
