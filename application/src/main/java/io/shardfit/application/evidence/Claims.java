package io.shardfit.application.evidence;

import io.shardfit.application.ledger.Checkpoint;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// The checkpoints that a log has to hold against, as far as a known key signed them.
final class Claims {
    private final List<VerifyingKey> keys;
    private final List<Claim> claims = new ArrayList<>();
    private final List<Tampering> found = new ArrayList<>();

    Claims(List<VerifyingKey> keys) {
        this.keys = keys;
    }

    private record Claim(String name, Checkpoint checkpoint) {}

    /// @param name to call the note by, as in a finding
    void add(String name, byte[] note) {
        try {
            SignedNote signed = SignedNote.read(text(note));
            Checkpoint checkpoint = CheckpointNote.read(signed);
            SignatureCheck check = check(checkpoint.origin(), signed);
            switch (check) {
                case RIGHT -> claims.add(new Claim(name, checkpoint));
                case WRONG -> refuse(name, "the signature is not of this text by this key");
                case ABSENT -> refuse(name, "no signature by the given key of " + origins());
            }
        } catch (IllegalArgumentException malformed) {
            refuse(name, String.valueOf(malformed.getMessage()));
        }
    }

    private static String text(byte[] note) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(note)).toString();
        } catch (CharacterCodingException malformed) {
            throw new IllegalArgumentException("not a signed note: it is not UTF-8", malformed);
        }
    }

    private SignatureCheck check(String origin, SignedNote note) {
        SignatureCheck best = SignatureCheck.ABSENT;
        for (VerifyingKey key : keys) {
            SignatureCheck check =
                    key.name().equals(origin) ? key.check(note) : SignatureCheck.ABSENT;
            if (check == SignatureCheck.WRONG) {
                return check;
            }
            best = check == SignatureCheck.RIGHT ? check : best;
        }
        return best;
    }

    private String origins() {
        return keys.stream()
                .map(key -> key.name() + "+" + key.id())
                .collect(Collectors.joining(", "));
    }

    private void refuse(String name, String why) {
        found.add(new Tampering.Unsigned(name, why));
    }

    Set<Long> sizes() {
        return claims.stream().map(claim -> claim.checkpoint().size()).collect(Collectors.toSet());
    }

    int count() {
        return claims.size();
    }

    /// {@return up to where a checkpoint covers the log}
    long covered() {
        return claims.stream().mapToLong(claim -> claim.checkpoint().size()).max().orElse(0);
    }

    /// {@return what no known key signed}
    List<Tampering> unsigned() {
        return List.copyOf(found);
    }

    /// {@return the checkpoints that do not hold, the smallest first}
    ///
    /// @param whole whether the log was read to its end
    List<Tampering> broken(PrefixRoots log, boolean whole) {
        return broken(log, whole, _ -> false);
    }

    /// @param lost what is known not to hold any more
    List<Tampering> broken(PrefixRoots log, boolean whole, Predicate<Checkpoint> lost) {
        List<Tampering> broken = new ArrayList<>();
        long sound = 0;
        for (Claim claim : bySize()) {
            long size = claim.checkpoint().size();
            if (lost.test(claim.checkpoint())) {
                continue;
            }
            if (size > log.size()) {
                if (whole) {
                    broken.add(new Tampering.Cut(claim.name(), size, log.size()));
                }
            } else if (log.root(size).orElseThrow().equals(claim.checkpoint().root())) {
                sound = size;
            } else {
                broken.add(new Tampering.Rewritten(claim.name(), size, sound));
            }
        }
        return broken;
    }

    private List<Claim> bySize() {
        return claims.stream()
                .sorted(Comparator.comparingLong(claim -> claim.checkpoint().size()))
                .toList();
    }
}
