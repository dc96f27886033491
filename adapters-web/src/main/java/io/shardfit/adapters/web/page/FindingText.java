package io.shardfit.adapters.web.page;

import java.util.ArrayList;
import java.util.List;

/// The page of a finding, in the little Markdown that those pages use: headings, paragraphs, lists
/// and code. All else, HTML among it, stays the text that it is.
public record FindingText(List<Block> blocks) {
    public FindingText {
        blocks = List.copyOf(blocks);
    }

    /// A piece of a page.
    public sealed interface Block {
        /// @param level 1 for the title
        record Heading(int level, List<Span> text) implements Block {}

        record Paragraph(List<Span> text) implements Block {}

        record Items(List<List<Span>> items) implements Block {}
    }

    /// A piece of a line.
    ///
    /// @param code whether it stood between backticks
    public record Span(String text, boolean code) {}

    public static FindingText of(String markdown) {
        Reader reader = new Reader();
        markdown.lines().forEach(reader::line);
        reader.end();
        return new FindingText(reader.blocks);
    }

    private static final class Reader {
        private final List<Block> blocks = new ArrayList<>();
        private final List<String> items = new ArrayList<>();
        private String paragraph = "";

        private void line(String line) {
            if (line.isBlank()) {
                end();
            } else if (line.startsWith("#")) {
                end();
                int level = line.length() - line.replaceFirst("^#+", "").length();
                blocks.add(new Block.Heading(level, spans(line.substring(level).strip())));
            } else if (line.startsWith("- ")) {
                endParagraph();
                items.add(line.substring(2));
            } else if (line.startsWith("  ") && !items.isEmpty()) {
                items.add(items.removeLast() + " " + line.strip());
            } else {
                endItems();
                paragraph = paragraph.isEmpty() ? line : paragraph + " " + line.strip();
            }
        }

        private void end() {
            endParagraph();
            endItems();
        }

        private void endParagraph() {
            if (!paragraph.isEmpty()) {
                blocks.add(new Block.Paragraph(spans(paragraph)));
                paragraph = "";
            }
        }

        private void endItems() {
            if (!items.isEmpty()) {
                blocks.add(new Block.Items(items.stream().map(FindingText::spans).toList()));
                items.clear();
            }
        }
    }

    /// A backtick without another is a backtick.
    private static List<Span> spans(String line) {
        List<Span> spans = new ArrayList<>();
        int from = 0;
        for (int open = line.indexOf('`'); open >= 0; open = line.indexOf('`', from)) {
            int close = line.indexOf('`', open + 1);
            if (close < 0) {
                break;
            }
            if (open > from) {
                spans.add(new Span(line.substring(from, open), false));
            }
            spans.add(new Span(line.substring(open + 1, close), true));
            from = close + 1;
        }
        if (from < line.length()) {
            spans.add(new Span(line.substring(from), false));
        }
        return spans;
    }
}
