"""Live events over Socket.IO."""
