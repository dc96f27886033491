package io.shardfit.application.evidence;

import io.shardfit.application.ledger.Digest;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Verifies a log from its export alone: no server, no database. It says whether the log is the one
/// that was signed, for every checkpoint given; it cannot say that a checkpoint nobody kept was
/// never given. `verify.py` in each export takes the same steps and gives the same answers.
public final class Verifier {
    /// It keeps nothing: one is as good as another.
    public Verifier() {}

    /// What became of it.
    public sealed interface Outcome {
        /// Nothing was changed, and a checkpoint covers all of it.
        ///
        /// @param checkpoints that hold
        /// @param root over all events
        /// @param continued where the log says that it goes on after a loss
        /// @param lost the checkpoints given that do not hold because of such a loss
        record Sound(
                long events,
                int checkpoints,
                Digest root,
                List<Continuation> continued,
                List<Loss> lost)
                implements Outcome {
            public Sound {
                continued = List.copyOf(continued);
                lost = List.copyOf(lost);
            }
        }

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
            List<Tampering> found = new ArrayList<>();
            Set<String> documents = documents(current, found);
            current = evidence.events();
            return verify(current, claims, documents, found);
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

    private static Outcome verify(
            Path events, Claims claims, Set<String> documents, List<Tampering> found)
            throws IOException {
        PrefixRoots roots = new PrefixRoots(claims.sizes());
        LogWalk walk = new LogWalk(events, roots, documents);
        Optional<Tampering> line = walk.walk();
        Claims.Judgement judgement = claims.against(roots, line.isEmpty(), walk.continuations());
        found.addAll(claims.unsigned());
        found.addAll(walk.missing());
        line.ifPresent(found::add);
        found.addAll(judgement.broken());
        if (line.isEmpty() && claims.covered().orElse(roots.size()) < roots.size()) {
            found.add(new Tampering.Unsealed(claims.covered().getAsLong() + 1, roots.size()));
        }
        return found.isEmpty()
                ? new Outcome.Sound(
                        roots.size(),
                        claims.count() - judgement.lost().size(),
                        roots.root(),
                        walk.continuations().all(),
                        judgement.lost())
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

    /// {@return the names of all; those of other bytes than their name says are found}
    private static Set<String> documents(Path folder, List<Tampering> found) throws IOException {
        if (!Files.isDirectory(folder)) {
            return Set.of();
        }
        Set<String> names = new HashSet<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.sorted().toList()) {
                String name = file.getFileName().toString();
                if (!Digest.of(Files.readAllBytes(file)).hex().equals(name)) {
                    found.add(new Tampering.OtherDocument(name));
                }
                names.add(name);
            }
        }
        return names;
    }

    private static Outcome unreadable(Path file, String why) {
        return new Outcome.Unreadable(file.toString(), why);
    }
}
