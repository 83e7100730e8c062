"""The portal's wiring: settings, addresses, headers, health and the first run."""
