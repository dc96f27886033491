package io.shardfit.application.format.measurement;

import io.shardfit.application.measurement.Origin;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads who printed a line from what launchers and loggers put before it.
final class OriginOfLine {
    /// Megatron's `[Rank 3]`, torchrun's `[rank3]:`, DeepSpeed's `RANK=3`.
    private static final Pattern RANK =
            Pattern.compile("\\[(?:Rank |rank)([0-9]{1,7})]|^RANK=([0-9]{1,7})\\b");

    /// torchrun with `--tee` numbers the processes of a node: `[default3]:`.
    private static final Pattern LOCAL_RANK = Pattern.compile("^\\[default([0-9]{1,3})]:");

    /// vLLM: `(Worker_TP0 pid=34322)`, `(VllmWorkerProcess pid=521)`, `(EngineCore_0 pid=7)`.
    private static final Pattern VLLM =
            Pattern.compile("\\((\\w{0,40}Worker\\w{0,40}|EngineCore\\w{0,20})( pid=[0-9]{1,10})?");

    /// SGLang: `[2025-10-16 09:06:22 DP0 TP5 EP5]`.
    private static final Pattern SGLANG =
            Pattern.compile(
                    "\\[[0-9: ,.-]{8,30}((?: (?:[A-Z]{1,5}_)?(?:DP|PP|TP|EP|CP)[0-9]{1,5}){1,6})]");

    private static final Pattern STAGE = Pattern.compile("PP([0-9]{1,5})");

    private OriginOfLine() {}

    static Origin of(String line) {
        String start = line.substring(0, Math.min(400, line.length()));
        Matcher rank = RANK.matcher(start);
        if (rank.find()) {
            String digits = rank.group(1) == null ? rank.group(2) : rank.group(1);
            return new Origin.Rank(Integer.parseInt(digits));
        }
        Matcher local = LOCAL_RANK.matcher(start);
        if (local.find()) {
            return new Origin.Device(Integer.parseInt(local.group(1)));
        }
        return worker(start);
    }

    private static Origin worker(String start) {
        Matcher sglang = SGLANG.matcher(start);
        if (sglang.find()) {
            return named(sglang.group(1).strip());
        }
        Matcher vllm = VLLM.matcher(start);
        if (vllm.find()) {
            boolean shared = vllm.group(1).equals("VllmWorkerProcess") && vllm.group(2) != null;
            return named(shared ? vllm.group(1) + vllm.group(2) : vllm.group(1));
        }
        return new Origin.Unknown();
    }

    private static Origin named(String name) {
        Matcher stage = STAGE.matcher(name);
        return new Origin.Worker(
                name,
                stage.find()
                        ? OptionalInt.of(Integer.parseInt(stage.group(1)))
                        : OptionalInt.empty());
    }
}
