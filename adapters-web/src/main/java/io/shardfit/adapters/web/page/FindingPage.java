package io.shardfit.adapters.web.page;

import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Produces;
import io.shardfit.adapters.web.Pages;
import io.shardfit.adapters.web.ProblemException;
import io.shardfit.adapters.web.ProblemKind;
import io.shardfit.adapters.web.access.Identity;
import io.shardfit.adapters.web.access.Permitted;
import io.shardfit.application.FindingPages;
import java.util.Map;

/// What findings mean, from the pages that `shardfit explain` prints.
@Controller("/findings")
@Produces(MediaType.TEXT_HTML)
final class FindingPage {
    private final Pages pages;

    FindingPage(Pages pages) {
        this.pages = pages;
    }

    @Get
    @Permitted
    String all(Identity identity) {
        return pages.page("findings", Map.of("identity", identity));
    }

    @Get("/{code}")
    @Permitted
    String finding(Identity identity, String code) {
        String page =
                FindingPages.page(code)
                        .orElseThrow(() ->
                                ProblemException.of(
                                        ProblemKind.NOT_FOUND,
                                        "there is no finding of this code; there are "
                                                + String.join(", ", FindingPages.codes())));
        return pages.page(
                "finding",
                Map.of("identity", identity, "code", code, "page", FindingText.of(page)));
    }
}
