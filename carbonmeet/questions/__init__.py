"""Questions put to a scenario: each builds on estimates, none computes emissions by itself."""
