package io.shardfit.application.evidence;

/// One row of the database that does not agree with the others.
///
/// @param place table and key, as in `event 17`
/// @param what is wrong, with what was found
public record Damage(String place, String what) {
    public String message() {
        return place + ": " + what;
    }
}
