package io.shardfit.application.evidence;

import io.shardfit.application.ledger.Digest;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Verifies a log from its export alone: no server, no database. It says whether the log is the one
/// that was signed, for every checkpoint given; it cannot say that a checkpoint nobody kept was
/// never given. `verify.py` in each export takes the same steps and gives the same answers.
public final class Verifier {
    /// It keeps nothing: one is as good as another.
    public Verifier() {}

    /// What became of it.
    public sealed interface Outcome {
        /// Nothing was changed.
        ///
        /// @param covered up to this position by a checkpoint; what lies behind can still be
        ///   changed
        /// @param root over all events
        record Sound(long events, long covered, int checkpoints, Digest root) implements Outcome {}

        /// The first line that is wrong, if one is, and every checkpoint that does not hold.
        record Tampered(List<Tampering> found) implements Outcome {
            public Tampered {
                found = List.copyOf(found);
            }
        }

        /// A file that is missing or not what its name says.
        record Unreadable(String file, String why) implements Outcome {}
    }

    public Outcome verify(Evidence evidence) {
        Path current = evidence.key();
        try {
            Claims claims = new Claims(keys(Files.readString(current)));
            for (Path note : notes(evidence)) {
                current = note;
                claims.add(note.getFileName().toString(), Files.readAllBytes(note));
            }
            current = evidence.documents();
            List<Tampering> found = new ArrayList<>(otherDocuments(current));
            current = evidence.events();
            return verify(current, claims, found);
        } catch (NoSuchFileException missing) {
            return unreadable(current, "there is no such file: an export has it");
        } catch (CharacterCodingException malformed) {
            return unreadable(current, "it is not UTF-8 text");
        } catch (IllegalArgumentException malformed) {
            return unreadable(current, String.valueOf(malformed.getMessage()));
        } catch (IOException failed) {
            return unreadable(current, failed.toString());
        }
    }

    private static Outcome verify(Path events, Claims claims, List<Tampering> found)
            throws IOException {
        PrefixRoots roots = new PrefixRoots(claims.sizes());
        Optional<Tampering> line = new LogWalk(events, roots).walk();
        found.addAll(claims.unsigned());
        line.ifPresent(found::add);
        found.addAll(claims.broken(roots, line.isEmpty()));
        return found.isEmpty()
                ? new Outcome.Sound(roots.size(), claims.covered(), claims.count(), roots.root())
                : new Outcome.Tampered(found);
    }

    private static List<Path> notes(Evidence evidence) {
        List<Path> notes = new ArrayList<>(evidence.older());
        notes.add(evidence.checkpoint());
        return notes;
    }

    private static List<VerifyingKey> keys(String text) {
        String lines = text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
        return Stream.of(lines.split("\n", -1)).map(VerifyingKey::new).toList();
    }

    private static List<Tampering> otherDocuments(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        List<Tampering> found = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.sorted().toList()) {
                String name = file.getFileName().toString();
                if (!Digest.of(Files.readAllBytes(file)).hex().equals(name)) {
                    found.add(new Tampering.OtherDocument(name));
                }
            }
        }
        return found;
    }

    private static Outcome unreadable(Path file, String why) {
        return new Outcome.Unreadable(file.toString(), why);
    }
}
