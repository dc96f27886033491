package io.shardfit.application.evidence;

import io.shardfit.application.ledger.Checkpoint;
import io.shardfit.application.ledger.Digest;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
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

    /// {@return up to where a checkpoint covers the log; nothing if there is none}
    OptionalLong covered() {
        return claims.stream().mapToLong(claim -> claim.checkpoint().size()).max();
    }

    /// {@return what no known key signed}
    List<Tampering> unsigned() {
        return List.copyOf(found);
    }

    /// Where the claims stand against a log.
    ///
    /// @param broken the checkpoints that do not hold, the smallest first
    /// @param lost those that do not hold either, but the log says itself that it lost what they
    ///   cover
    record Judgement(List<Tampering> broken, List<Loss> lost) {
        Judgement {
            broken = List.copyOf(broken);
            lost = List.copyOf(lost);
        }
    }

    /// @param whole whether the log was read to its end
    Judgement against(PrefixRoots log, boolean whole, Continuations continuations) {
        List<Tampering> broken = new ArrayList<>();
        List<Loss> lost = new ArrayList<>();
        long sound = 0;
        for (Claim claim : bySize()) {
            Checkpoint checkpoint = claim.checkpoint();
            Optional<Digest> root = log.root(checkpoint.size());
            if (root.isPresent() && root.get().equals(checkpoint.root())) {
                sound = checkpoint.size();
                continue;
            }
            Optional<Continuation> excuse =
                    continuations.thatGaveUp(checkpoint).filter(one -> one.isSignedBy(keys));
            if (excuse.isPresent()) {
                lost.add(new Loss(claim.name(), checkpoint.size(), excuse.get()));
            } else if (root.isPresent()) {
                broken.add(new Tampering.Rewritten(claim.name(), checkpoint.size(), sound));
            } else if (whole) {
                broken.add(new Tampering.Cut(claim.name(), checkpoint.size(), log.size()));
            }
        }
        return new Judgement(broken, lost);
    }

    private List<Claim> bySize() {
        return claims.stream()
                .sorted(Comparator.comparingLong(claim -> claim.checkpoint().size()))
                .toList();
    }
}
