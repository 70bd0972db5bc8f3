"""How the pieces are joined: settings, addresses, subscriptions, menus. Nothing of the domain is decided here."""
