package io.shardfit.application.evidence;

import java.util.Arrays;

/// Which event ids were seen, in about 12 bytes each: 64 bits of each under a multiplier of our own
/// choice, so that ten million fit a small heap, where the ids themselves in a hash set take close
/// to a gigabyte. Two ids can share their bits (once in 370,000 logs of ten million), so an answer
/// of "perhaps" is looked up in the file; an answer of "new" is certain.
///
/// Open addressing in many small tables, so that growing one never holds all of it twice.
final class EventIds {
    private static final int TABLE_BITS = 10;
    private static final int FIRST_SIZE = 64;

    private final long[][] tables = new long[1 << TABLE_BITS][FIRST_SIZE];
    private final int[] counts = new int[1 << TABLE_BITS];
    private final long multiplier;

    /// @param salt any number; whoever makes ids must not be able to know it
    EventIds(long salt) {
        multiplier = salt | 1;
    }

    /// {@return whether the id is new for certain; it is kept}
    boolean add(long high, long low) {
        long mixed = mixed(high, low);
        int table = (int) (mixed >>> Long.SIZE - TABLE_BITS);
        if (3 * (counts[table] + 1) > 2 * tables[table].length) {
            grow(table);
        }
        boolean added = put(tables[table], mixed);
        counts[table] += added ? 1 : 0;
        return added;
    }

    /// Never 0, which marks a free place.
    private long mixed(long high, long low) {
        long mixed = (high ^ Long.rotateLeft(low * multiplier, 32)) * multiplier;
        mixed = (mixed ^ mixed >>> 32 ^ low) * multiplier;
        mixed ^= mixed >>> 29;
        return mixed == 0 ? 1 : mixed;
    }

    private static boolean put(long[] table, long mixed) {
        int place = (int) Long.remainderUnsigned(mixed, table.length);
        while (table[place] != 0) {
            if (table[place] == mixed) {
                return false;
            }
            place = place + 1 == table.length ? 0 : place + 1;
        }
        table[place] = mixed;
        return true;
    }

    private void grow(int table) {
        long[] larger = new long[tables[table].length * 3 / 2 + 1];
        Arrays.stream(tables[table])
                .filter(mixed -> mixed != 0)
                .forEach(mixed -> put(larger, mixed));
        tables[table] = larger;
    }
}
