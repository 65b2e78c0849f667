"""Where to meet: host cities, hubs, and who takes part online."""
