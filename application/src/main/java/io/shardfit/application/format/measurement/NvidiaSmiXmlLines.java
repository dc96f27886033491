package io.shardfit.application.format.measurement;

import io.shardfit.application.measurement.Measurement;
import io.shardfit.application.measurement.Origin;
import io.shardfit.application.measurement.Quantity;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// `nvidia-smi -q -x`: one element a line, `gpu/fb_memory_usage/{total,used}` in MiB (nvsmi_device
/// DTD, v8 to v12). Read by its lines, so that no XML parser resolves what a file names.
final class NvidiaSmiXmlLines implements LineReader {
    private static final Pattern AMOUNT =
            Pattern.compile("<(used|total)>([0-9]{1,12}) MiB</(?:used|total)>");
    private static final Pattern MINOR =
            Pattern.compile("<minor_number>([0-9]{1,4})</minor_number>");

    /// What stands there instead, for example `N/A` of a GPU that is lost, or an entity that a
    /// reader of XML would resolve.
    private static final Pattern ANY = Pattern.compile("<(used|total)>([^<]{0,200})</");

    private final Complaints complaints = new Complaints();
    private boolean inside;
    private boolean inFrameBuffer;
    private int inMigDevice;
    private int gpu = -1;

    @Override
    public void read(LogLine line, Consumer<Measurement> found) {
        String text = line.text();
        if (text.contains("<nvidia_smi_log")) {
            inside = true;
            gpu = -1;
        }
        if (!inside) {
            return;
        }
        follow(text);
        complain(line);
        Matcher amount = AMOUNT.matcher(text);
        while (inFrameBuffer && amount.find()) {
            found.accept(
                    line.measured(
                            amount.group(1).equals("used")
                                    ? Quantity.DEVICE_USED
                                    : Quantity.DEVICE_TOTAL,
                            NvidiaSmi.mebibytes(amount.group(2)),
                            new Origin.Device(Math.max(gpu, 0)),
                            NvidiaSmi.PROGRAM));
        }
        if (text.contains("</fb_memory_usage>")) {
            inFrameBuffer = false;
        }
        if (text.contains("</nvidia_smi_log>")) {
            inside = false;
        }
    }

    private void complain(LogLine line) {
        Matcher any = ANY.matcher(line.text());
        while (inFrameBuffer && any.find()) {
            if (!any.group(2).matches("[0-9]{1,12} MiB")) {
                complaints.add(line.place(), "<" + any.group(1) + ">", any.group(2));
            }
        }
    }

    @Override
    public List<String> complaints() {
        return complaints.all();
    }

    /// A GPU in MIG mode repeats the element for each of its slices; the slices are left out.
    private void follow(String text) {
        if (text.contains("<gpu id=")) {
            gpu++;
        }
        Matcher minor = MINOR.matcher(text);
        if (minor.find()) {
            gpu = Integer.parseInt(minor.group(1));
        }
        inMigDevice += text.contains("<mig_device>") ? 1 : 0;
        inMigDevice -= text.contains("</mig_device>") ? 1 : 0;
        if (text.contains("<fb_memory_usage>") && inMigDevice == 0) {
            inFrameBuffer = true;
        }
    }

    @Override
    public Optional<String> unfinished() {
        return inside ? Optional.of("the XML of nvidia-smi has no end") : Optional.empty();
    }
}
