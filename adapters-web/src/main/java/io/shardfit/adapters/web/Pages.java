package io.shardfit.adapters.web;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import jakarta.inject.Singleton;
import java.util.Map;

/// Writes pages from the templates that were compiled with the program.
@Singleton
public final class Pages {
    private final TemplateEngine engine = TemplateEngine.createPrecompiled(ContentType.Html);

    public String page(String template, Map<String, Object> values) {
        StringOutput html = new StringOutput();
        engine.render(template + ".jte", values, html);
        return html.toString();
    }
}
