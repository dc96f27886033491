package io.shardfit.adapters.web;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import io.micronaut.context.BeanProvider;
import io.micronaut.runtime.server.EmbeddedServer;
import io.shardfit.application.port.Server;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.Map;

/// Writes pages from the templates that were compiled with the program. Each template may show
/// {@link Hints}, whose parameter is `hints`.
@Singleton
public final class Pages {
    private final TemplateEngine engine = TemplateEngine.createPrecompiled(ContentType.Html);
    private final Server.Access access;
    private final BeanProvider<EmbeddedServer> server;

    /// @param server asked when a page is written: only then it knows its port
    Pages(Server.Settings settings, BeanProvider<EmbeddedServer> server) {
        this.access = settings.access();
        this.server = server;
    }

    public String page(String template, Map<String, Object> values) {
        Map<String, Object> all = new HashMap<>(values);
        all.put("hints", hints());
        StringOutput html = new StringOutput();
        engine.render(template + ".jte", all, html);
        return html.toString();
    }

    private Hints hints() {
        return switch (access) {
            case Server.Access.Local _ -> new Hints(server.get().getURI().toString(), true);
            case Server.Access.Team team -> new Hints(team.publicUrl().toString(), false);
        };
    }
}
