package io.shardfit.adapters.web.webhook;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

/// A block of addresses, as in `10.0.0.0/8`.
public record Block(InetAddress address, int prefix) {
    private static final Pattern FORM = Pattern.compile("[0-9a-fA-F.:]+/[0-9]{1,3}");

    /// @throws IllegalArgumentException if the text is none
    static Block of(String text) {
        if (!FORM.matcher(text).matches()) {
            throw new IllegalArgumentException("no block of addresses like 10.0.0.0/8: " + text);
        }
        String[] parts = text.split("/", -1);
        try {
            InetAddress address = InetAddress.getByName(parts[0]);
            int prefix = Integer.parseInt(parts[1]);
            if (prefix > address.getAddress().length * Byte.SIZE) {
                throw new IllegalArgumentException("a prefix beyond the address: " + text);
            }
            return new Block(address, prefix);
        } catch (UnknownHostException none) {
            throw new IllegalArgumentException("no block of addresses like 10.0.0.0/8: " + text);
        }
    }

    boolean contains(InetAddress other) {
        byte[] mine = address.getAddress();
        byte[] theirs = other.getAddress();
        if (mine.length != theirs.length) {
            return false;
        }
        for (int bit = 0; bit < prefix; bit++) {
            int mask = 0x80 >> (bit % Byte.SIZE);
            if ((mine[bit / Byte.SIZE] & mask) != (theirs[bit / Byte.SIZE] & mask)) {
                return false;
            }
        }
        return true;
    }
}
