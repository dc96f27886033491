package io.shardfit.adapters.web.page;

import io.shardfit.application.deployment.ReplayVerdict;
import io.shardfit.application.event.EventWords;
import io.shardfit.application.event.Recorded;
import io.shardfit.application.event.StandingVerdict;
import io.shardfit.application.event.UnreadableEvent;
import io.shardfit.application.evidence.InclusionProof;
import io.shardfit.application.evidence.MerkleTree;
import io.shardfit.application.format.EntryFormat;
import io.shardfit.application.format.JsonText;
import io.shardfit.application.ledger.Digest;
import io.shardfit.application.ledger.Entry;
import io.shardfit.application.ledger.SignedCheckpoint;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;

/// An entry as a page shows it.
///
/// @param text the exact bytes, which are UTF-8
/// @param leaf the hash of the entry in the Merkle tree, in hexadecimal digits
/// @param head position of the last entry
/// @param checkpoint the first that covers it; none yet for the newest
/// @param verdict that the entry records, if it does
/// @param replay what became of judging it again, if that was asked for
/// @param proof of its place in the newest checkpoint's tree, if that was asked for
public record EntryView(
        Entry entry,
        String text,
        Digest digest,
        String leaf,
        long head,
        Optional<SignedCheckpoint> checkpoint,
        Optional<StandingVerdict> verdict,
        Optional<ReplayVerdict.Outcome> replay,
        Optional<InclusionProof> proof) {

    static EntryView of(
            byte[] bytes,
            long head,
            Optional<SignedCheckpoint> checkpoint,
            Optional<ReplayVerdict.Outcome> replay,
            Optional<InclusionProof> proof) {
        Entry entry = EntryFormat.read(bytes);
        return new EntryView(
                entry,
                new String(bytes, StandardCharsets.UTF_8),
                Digest.of(bytes),
                hex(MerkleTree.leaf(bytes)),
                head,
                checkpoint,
                verdict(entry),
                replay,
                proof);
    }

    public static String hex(byte[] hash) {
        return HexFormat.of().formatHex(hash);
    }

    private static Optional<StandingVerdict> verdict(Entry entry) {
        try {
            return StandingVerdict.of(Recorded.of(entry));
        } catch (UnreadableEvent newer) {
            return Optional.empty();
        }
    }

    public String time() {
        return EntryFormat.time(entry.recordedAt());
    }

    public String words() {
        return EventWords.of(entry);
    }

    public Optional<String> page() {
        return AuditRow.page(entry.stream());
    }

    public String data() {
        return JsonText.pretty(entry.data());
    }

    /// {@return who did it, with how that was proven}
    public String actor() {
        StringBuilder words = new StringBuilder(entry.actor().id());
        words.append(" (").append(entry.actor().kind().word());
        words.append(", proven by ").append(entry.actor().authentication());
        entry.actor().token().ifPresent(token -> words.append(", token ").append(token));
        entry.actor()
                .onBehalfOf()
                .ifPresent(other -> words.append(", on behalf of ").append(other));
        return words.append(')').toString();
    }
}
