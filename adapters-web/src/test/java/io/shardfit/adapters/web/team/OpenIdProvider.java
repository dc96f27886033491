package io.shardfit.adapters.web.team;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// A provider of OpenID Connect over real HTTP that signs in whoever the test says, at once, and
/// lies in one way if the test wants it to. It insists on PKCE with S256 and takes each code once.
final class OpenIdProvider implements AutoCloseable {
    static final String CLIENT = "shardfit";
    static final String SECRET = "a secret of at least 32 bytes, for HS256 too";

    /// What is wrong with the ID token.
    enum Fault {
        NONE,
        OTHER_NONCE,
        NO_NONCE,
        OTHER_AUDIENCE,
        OTHER_ISSUER,
        EXPIRED,
        NO_ALGORITHM,
        OTHER_KEY,
        CLIENT_SECRET_AS_KEY,
        TAMPERED
    }

    private record Asked(String nonce, String challenge, String redirect) {}

    private final HttpServer server;
    private final RSAKey key = rsa("one");
    private final RSAKey strange = rsa("one");
    private final Map<String, Asked> codes = new HashMap<>();

    Fault fault = Fault.NONE;
    boolean announcesPkce = true;
    String subject = "subject-of-ana";
    String name = "Ana Example";
    String email = "ana@example.org";
    List<String> groups = List.of("builders");
    Instant authenticatedAt = Instant.now();
    Map<String, String> lastQuestion = Map.of();

    private OpenIdProvider() {
        try {
            server =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        server.createContext("/.well-known/openid-configuration", this::metadata);
        server.createContext("/jwks", exchange -> json(exchange, 200, keys()));
        server.createContext("/authorize", this::authorize);
        server.createContext("/token", this::token);
        server.start();
    }

    static OpenIdProvider start() {
        return new OpenIdProvider();
    }

    String issuer() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private String keys() {
        return new JWKSet(key.toPublicJWK()).toString();
    }

    private void metadata(HttpExchange exchange) throws IOException {
        String pkce =
                announcesPkce ? ",\"code_challenge_methods_supported\":[\"plain\",\"S256\"]" : "";
        json(
                exchange,
                200,
                """
                {"issuer":"%1$s","authorization_endpoint":"%1$s/authorize",
                 "token_endpoint":"%1$s/token","jwks_uri":"%1$s/jwks",
                 "response_types_supported":["code"],"subject_types_supported":["public"],
                 "id_token_signing_alg_values_supported":["RS256"],
                 "token_endpoint_auth_methods_supported":["client_secret_basic"]%2$s}\
                """
                        .formatted(issuer(), pkce));
    }

    private void authorize(HttpExchange exchange) throws IOException {
        lastQuestion = parameters(exchange.getRequestURI().getRawQuery());
        String code = UUID.randomUUID().toString();
        codes.put(
                code,
                new Asked(
                        lastQuestion.getOrDefault("nonce", ""),
                        "S256".equals(lastQuestion.get("code_challenge_method"))
                                ? lastQuestion.getOrDefault("code_challenge", "")
                                : "",
                        lastQuestion.getOrDefault("redirect_uri", "")));
        exchange.getResponseHeaders()
                .add(
                        "Location",
                        lastQuestion.get("redirect_uri")
                                + "?code="
                                + code
                                + "&state="
                                + URLEncoder.encode(
                                        lastQuestion.getOrDefault("state", ""),
                                        StandardCharsets.UTF_8));
        exchange.sendResponseHeaders(302, -1);
        exchange.close();
    }

    private void token(HttpExchange exchange) throws IOException {
        Map<String, String> form =
                parameters(
                        new String(
                                exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        Asked asked = codes.remove(form.getOrDefault("code", ""));
        boolean good =
                asked != null
                        && isClient(exchange)
                        && asked.redirect().equals(form.get("redirect_uri"))
                        && !asked.challenge().isEmpty()
                        && asked.challenge().equals(s256(form.getOrDefault("code_verifier", "")));
        if (!good) {
            json(exchange, 400, "{\"error\":\"invalid_grant\"}");
            return;
        }
        json(
                exchange,
                200,
                "{\"access_token\":\"opaque\",\"token_type\":\"Bearer\",\"expires_in\":60,\"id_token\":\"%s\"}"
                        .formatted(idToken(asked.nonce())));
    }

    private static boolean isClient(HttpExchange exchange) {
        String expected =
                Base64.getEncoder()
                        .encodeToString((CLIENT + ':' + SECRET).getBytes(StandardCharsets.UTF_8));
        return ("Basic " + expected).equals(exchange.getRequestHeaders().getFirst("Authorization"));
    }

    private String idToken(String nonce) {
        Instant now = Instant.now();
        boolean expired = fault == Fault.EXPIRED;
        JWTClaimsSet.Builder claims =
                new JWTClaimsSet.Builder()
                        .issuer(fault == Fault.OTHER_ISSUER ? "http://127.0.0.1:1" : issuer())
                        .audience(fault == Fault.OTHER_AUDIENCE ? "another" : CLIENT)
                        .subject(subject)
                        .issueTime(Date.from(now.minusSeconds(expired ? 7_200 : 0)))
                        .expirationTime(Date.from(now.plusSeconds(expired ? -3_600 : 300)))
                        .claim("auth_time", authenticatedAt.getEpochSecond())
                        .claim("name", name)
                        .claim("email", email)
                        .claim("email_verified", true)
                        .claim("groups", groups);
        if (fault != Fault.NO_NONCE) {
            claims.claim("nonce", fault == Fault.OTHER_NONCE ? "another" : nonce);
        }
        try {
            return signed(claims.build());
        } catch (JOSEException failed) {
            throw new IllegalStateException(failed);
        }
    }

    private String signed(JWTClaimsSet claims) throws JOSEException {
        if (fault == Fault.NO_ALGORITHM) {
            return new PlainJWT(claims).serialize();
        }
        boolean symmetric = fault == Fault.CLIENT_SECRET_AS_KEY;
        SignedJWT token =
                new SignedJWT(
                        new JWSHeader.Builder(symmetric ? JWSAlgorithm.HS256 : JWSAlgorithm.RS256)
                                .keyID("one")
                                .build(),
                        claims);
        token.sign(
                symmetric
                        ? new MACSigner(SECRET)
                        : new RSASSASigner(fault == Fault.OTHER_KEY ? strange : key));
        String text = token.serialize();
        return fault == Fault.TAMPERED ? tampered(text) : text;
    }

    private static String tampered(String token) {
        String[] parts = token.split("\\.");
        String claims = new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8);
        String other =
                Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString(
                                claims.replace("builders", "deciders")
                                        .getBytes(StandardCharsets.UTF_8));
        return parts[0] + '.' + other + '.' + parts[2];
    }

    private static RSAKey rsa(String id) {
        try {
            return new RSAKeyGenerator(2_048).keyID(id).generate();
        } catch (JOSEException failed) {
            throw new IllegalStateException(failed);
        }
    }

    private static String s256(String verifier) {
        try {
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(
                            MessageDigest.getInstance("SHA-256")
                                    .digest(verifier.getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    static Map<String, String> parameters(String query) {
        Map<String, String> parameters = new HashMap<>();
        for (String pair : query.split("&")) {
            int sign = pair.indexOf('=');
            if (sign > 0) {
                parameters.put(
                        pair.substring(0, sign),
                        URLDecoder.decode(pair.substring(sign + 1), StandardCharsets.UTF_8));
            }
        }
        return parameters;
    }

    private static void json(HttpExchange exchange, int status, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
