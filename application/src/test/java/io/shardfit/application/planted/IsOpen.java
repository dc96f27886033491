package io.shardfit.application.planted;

/// A port, outside of the package for ports.
public interface IsOpen {
    void act();
}
