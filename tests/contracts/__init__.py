"""What every screen of a kind must do; a test class inherits a contract and names its screen and data."""
