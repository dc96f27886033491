/// Talks to a Shardfit server over HTTP. The only package of the command line that may open a
/// connection; commands that judge files load none of it.
@NullMarked
package io.shardfit.adapters.cli.remote;

import org.jspecify.annotations.NullMarked;
