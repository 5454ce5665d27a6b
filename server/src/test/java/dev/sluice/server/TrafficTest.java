package dev.sluice.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.server.api.Description;
import dev.sluice.server.api.ListenOn;
import dev.sluice.server.api.Route;
import dev.sluice.server.dispatch.Proofs;
import dev.sluice.server.dispatch.Scene;
import dev.sluice.server.event.ProductName;
import dev.sluice.server.retention.Rule;
import dev.sluice.server.runner.TestBundle;
import dev.sluice.server.webhook.Receiver;
import dev.sluice.server.wire.Assignment;
import dev.sluice.server.wire.NewToken;
import dev.sluice.server.wire.Proposal;
import dev.sluice.server.wire.Reason;
import dev.sluice.server.wire.Renewal;
import dev.sluice.server.wire.RunResult;
import dev.sluice.server.wire.Submission;
import dev.sluice.server.wire.Wire;
import dev.sluice.trust.canonical.Sha256;
import dev.sluice.trust.key.Keyring;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The whole server: every route is described, is asked by somebody, and answers as described. */
@Timeout(120)
class TrafficTest {
  private static final ProductName A = Scene.product("a");
  private static final String P = "/products/a";
  private static final String CHANNEL = P + "/artifacts/channel/releases";

  @TempDir private Path folder;
  private final Description description = new Description();
  private final HttpClient client = HttpClient.newHttpClient();
  private Receiver receiver;
  private Server server;
  private String admin;
  private String second;
  private String runner;

  @BeforeEach
  void start() throws Exception {
    receiver = new Receiver();
    Path data = Files.createDirectories(folder.resolve("data"));
    new Keyring(data.resolve("labs")).trust("lab", Scene.LAB.publicKey());
    Files.writeString(data.resolve("secret"), "a secret of some length");
    Files.writeString(
        data.resolve("webhooks.json"),
        """
        {"webhooks": [
          {"name": "all", "url": "URL", "secret-file": "secret"},
          {"name": "heads", "url": "URL", "secret-file": "secret", "events": ["log-head"]},
          {"name": "chat", "url": "URL", "secret-file": "secret", "form": "chat"}]}
        """
            .replace("URL", receiver.url()));
    server =
        Server.start(
            new Settings(
                data,
                new ListenOn("127.0.0.1", 0, null, false),
                Settings.LARGEST,
                1 << 20,
                null,
                Set.of(),
                Rule.KEEP),
            null,
            Clock.systemUTC(),
            System::nanoTime,
            new SecureRandom());
    admin = Files.readString(data.resolve("admin.token")).strip();
    second = token("ben", "admin");
    runner = token("lab", "runner");
  }

  @AfterEach
  void stop() throws IOException {
    client.shutdownNow();
    server.close();
    receiver.close();
  }

  private String token(String name, String role) throws Exception {
    return json(post(admin, "/tokens", new NewToken(name, role, null, 1)), 201)
        .path("secret")
        .asString();
  }

  private HttpRequest.Builder to(@Nullable String token, String path) {
    HttpRequest.Builder builder =
        HttpRequest.newBuilder(server.address().resolve("/api/v1" + path))
            .timeout(Duration.ofSeconds(40));
    return token == null ? builder : builder.header("Authorization", "Bearer " + token);
  }

  private HttpResponse<String> send(HttpRequest.Builder builder, String body) throws Exception {
    HttpRequest request = builder.build();
    HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
    description.hold(request, body, answer);
    return answer;
  }

  private HttpResponse<String> get(String path, String... headers) throws Exception {
    HttpRequest.Builder ask = to(admin, path);
    if (headers.length > 0) {
      ask.headers(headers);
    }
    HttpResponse<String> answer = send(ask.GET(), "");
    HttpResponse<String> head = send(ask.method("HEAD", BodyPublishers.noBody()), "");
    if (answer.headers().firstValue("Content-Type").orElse("").equals("text/event-stream")) {
      assertThat(head.statusCode()).as(path).isEqualTo(405);
    } else if (!path.startsWith(P + "/content/")) {
      // Admission goes on meanwhile, so that what is asked may be another between the two.
      for (int again = 0; again < 20 && !told(head).equals(told(answer)); again++) {
        answer = send(ask.GET(), "");
        head = send(ask.method("HEAD", BodyPublishers.noBody()), "");
      }
      assertThat(told(head)).as(path).isEqualTo(told(answer));
    }
    return answer;
  }

  /** What GET and HEAD say alike; the signed head of an export has the time. */
  private static List<Object> told(HttpResponse<String> answer) {
    var said = answer.headers();
    boolean export = said.firstValue("Content-Type").orElse("").equals("application/jsonl");
    return List.of(
        answer.statusCode(),
        said.firstValue("Content-Type"),
        said.firstValue("ETag"),
        said.firstValue("Cache-Control"),
        said.firstValue("Content-Range"),
        export ? "" : said.firstValue("Content-Length"));
  }

  private HttpResponse<String> with(
      String token, String verb, String path, Record body, String... headers) throws Exception {
    String json = Wire.STRICT.writeValueAsString(body);
    HttpRequest.Builder ask = to(token, path).method(verb, BodyPublishers.ofString(json));
    if (headers.length > 0) {
      ask.headers(headers);
    }
    return send(ask, json);
  }

  private HttpResponse<String> post(String token, String path, Record body, String... headers)
      throws Exception {
    return with(token, "POST", path, body, headers);
  }

  private static JsonNode json(HttpResponse<String> answer, int status) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    return Wire.LENIENT.readTree(answer.body());
  }

  private static String tag(HttpResponse<String> answer) {
    return answer.headers().firstValue("ETag").orElseThrow();
  }

  private dev.sluice.model.Digest upload(byte[] bytes) throws IOException, InterruptedException {
    var digest = Sha256.of(bytes);
    HttpRequest request =
        to(admin, P + "/content/" + digest.hex()).PUT(BodyPublishers.ofByteArray(bytes)).build();
    HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
    description.hold(request, "", answer);
    assertThat(answer.statusCode()).isEqualTo(201);
    return digest;
  }

  private String apply(String size) throws Exception {
    String bundle = TestBundle.put(this::upload, A, size).hex();
    json(post(admin, P + "/pipelines?dry-run=true", new Proposal(bundle)), 200);
    json(post(admin, P + "/pipelines", new Proposal(bundle), "Idempotency-Key", size), 201);
    return bundle;
  }

  private void submit(String version, @Nullable String urgent) throws Exception {
    String content = upload(("channel " + version).getBytes(StandardCharsets.UTF_8)).hex();
    json(
        with(admin, "PUT", CHANNEL + "/" + version, new Submission(content, null, urgent, null)),
        201);
  }

  private static byte[] evidence(String run) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (Map.Entry<String, String> file :
          Map.of(
                  "junit.xml",
                  "<testsuites><testsuite name=\"" + run + "\"/></testsuites>",
                  "report.html",
                  "<!doctype html>")
              .entrySet()) {
        zip.putNextEntry(new ZipEntry(file.getKey()));
        zip.write(file.getValue().getBytes(StandardCharsets.UTF_8));
      }
    }
    return bytes.toByteArray();
  }

  /** Makes the next run; the word for how it ends is for what proves alone. */
  private Assignment make(String word) throws Exception {
    HttpResponse<String> answer = post(runner, "/claims", Scene.offer(Scene.LAB, 20));
    assertThat(answer.statusCode()).isEqualTo(200);
    Assignment run = Wire.STRICT.readValue(answer.body(), Assignment.class);
    String path = P + "/runs/" + run.run();
    Renewal renewal = new Renewal(run.attempt(), true, List.of("it boots"));
    assertThat(with(runner, "PUT", path + "/lease", renewal).statusCode()).isEqualTo(204);
    assertThat(json(get(path + "/lines?said=0"), 200).path("said").asInt()).isEqualTo(1);
    boolean controls = run.work().equals("controls");
    boolean proves = !controls && word.equals("passed");
    RunResult result =
        new RunResult(
            run.attempt(),
            controls ? "passed" : word,
            "it " + word,
            upload(evidence(run.run())).hex(),
            proves ? upload(Proofs.of(run, TestBundle.pipelineFile(A))).hex() : null,
            controls ? List.of(TestBundle.shown(true)) : List.of(),
            1000);
    assertThat(with(runner, "PUT", path + "/result", result).statusCode()).isEqualTo(204);
    return controls ? make(word) : run;
  }

  @Test
  void everyRouteIsDescribedAndTriedAndAnswersAsDescribed() throws Exception {
    assertThat(server.routes().stream().map(Route::title))
        .containsExactlyInAnyOrderElementsOf(Description.operations());
    pipelines();
    releases();
    rejected();
    tokensAndTheLog();
    assertThat(description.tried()).containsExactlyInAnyOrderElementsOf(Description.operations());
    webhooks();
  }

  private void pipelines() throws Exception {
    apply("64 KiB");
    String wider = apply("128 KiB");
    HttpResponse<String> one = get(P + "/pipelines/" + wider);
    assertThat(json(one, 200).path("state").asString()).isEqualTo("waiting");
    json(
        with(
            second,
            "DELETE",
            P + "/pipelines/" + wider,
            new Reason("too wide"),
            "If-Match",
            tag(one)),
        200);
    json(
        post(
            second,
            P + "/pipelines/" + wider + "/approval",
            new Reason(null),
            "If-Match",
            tag(one)),
        412);
    String inUse = tag(get(P + "/pipeline"));
    json(post(admin, P + "/pipelines", new Proposal(wider), "If-Match", "\"another\""), 412);
    json(post(admin, P + "/pipelines", new Proposal(wider), "If-Match", inUse), 201);
    json(post(second, P + "/pipelines/" + wider + "/approval", new Reason("agreed")), 200);
    String narrow = TestBundle.put(this::upload, A, "64 KiB").hex();
    json(post(admin, P + "/pipelines", new Proposal(narrow)), 201);
    json(get(P + "/pipelines?limit=1"), 200);
    json(get("/products"), 200);
  }

  private void rejected() throws Exception {
    String path = CHANNEL + "/299";
    submit("299", null);
    make("failed");
    json(post(admin, path + "/retry", new Reason("the disk")), 200);
    make("passed");
    assertThat(
            json(post(second, path + "/rejection", new Reason("a race")), 200)
                .path("state")
                .asString())
        .isEqualTo("stopped");
  }

  private void releases() throws Exception {
    String path = CHANNEL + "/290";
    submit("290", "attacks");
    HttpResponse<String> submitted = get(path);
    json(post(second, path + "/approval", new Reason(null)), 200);
    json(post(second, path + "/approval", new Reason(null), "If-Match", tag(submitted)), 412);
    Assignment failed = make("failed");
    assertThat(json(get(path), 200).path("state").asString()).isEqualTo("stopped");
    json(post(admin, path + "/retry", new Reason("the disk"), "If-Match", tag(get(path))), 200);
    make("passed");
    assertThat(json(get(path), 200).path("state").asString()).isEqualTo("disputed");
    json(post(second, path + "/acceptance", new Reason("it was the disk")), 200);
    json(post(second, path + "/rejection", new Reason("too late")), 409);
    json(post(admin, path + "/hand-on", new Reason(null), "If-Match", "*"), 200);
    assertThat(get(path + "/events").body()).contains("event: release-handed-on");
    assertThat(get(path, "If-None-Match", tag(get(path))).statusCode()).isEqualTo(304);
    assertThat(get(path + "/content").body()).isEqualTo("channel 290");
    assertThat(get(path + "/content", "Range", "bytes=0-6").body()).isEqualTo("channel");
    assertThat(json(get(path + "/proofs"), 200).path("items")).hasSize(1);
    assertThat(get(path + "/junit").body()).contains("testsuite");
    assertThat(get(path + "/report").body()).contains("doctype");
    removed();
    String content = json(get(path), 200).path("content").asString();
    assertThat(get(P + "/content/" + content).body()).isEqualTo("channel 290");
    assertThat(
            send(to(admin, P + "/content/" + content).method("HEAD", BodyPublishers.noBody()), "")
                .statusCode())
        .isEqualTo(200);
    json(get(CHANNEL), 200);
    json(get(P + "/releases"), 200);
    json(get(P + "/runs"), 200);
    json(get(P + "/runs/" + failed.run()), 200);
    assertThat(get(P + "/runs/" + failed.run() + "/evidence").statusCode()).isEqualTo(200);
  }

  /** What was removed says so, and is not proven once more. */
  private void removed() throws Exception {
    submit("291", null);
    Assignment run = make("failed");
    String content = json(get(CHANNEL + "/291"), 200).path("content").asString();
    String evidence = json(get(P + "/runs/" + run.run()), 200).path("evidence").asString();
    remove(content);
    json(post(admin, CHANNEL + "/291/retry", new Reason("again")), 410);
    json(get(P + "/content/" + content), 404);
    remove(evidence);
    json(get(P + "/runs/" + run.run() + "/evidence"), 404);
  }

  private void remove(String digest) throws IOException {
    try (Stream<Path> files = Files.walk(folder.resolve("data/content"))) {
      Files.delete(files.filter(file -> file.endsWith(digest)).findFirst().orElseThrow());
    }
  }

  private void tokensAndTheLog() throws Exception {
    json(get("/whoami"), 200);
    json(get("/openapi.json"), 200);
    String token = json(get("/tokens"), 200).path("items").get(0).path("token").asString();
    HttpResponse<String> made = get("/tokens/" + token);
    String path = "/tokens/" + token;
    assertThat(with(admin, "DELETE", path, new Reason("old"), "If-Match", tag(made)).statusCode())
        .isEqualTo(204);
    json(with(admin, "DELETE", path, new Reason("old"), "If-Match", tag(made)), 412);
    json(get(P + "/events?after=0"), 200);
    assertThat(json(get(P + "/audit"), 200).path("ok").asBoolean()).isTrue();
    String lines = get(P + "/audit/export").body();
    String hash =
        Wire.LENIENT
            .readTree(lines.lines().skip(2).findFirst().orElseThrow())
            .path("hash")
            .asString();
    assertThat(json(get(P + "/audit?head=3:" + hash), 200).path("ok").asBoolean()).isTrue();
    assertThat(json(get(P + "/audit?head=4:" + hash), 200).path("problem").asString())
        .contains("event 4 is not the one of the head");
    assertThat(json(get(P + "/audit?head=9999:" + hash), 200).path("problem").asString())
        .contains("its end was cut off");
    json(get(P + "/audit?head=three"), 400);
    assertThat(
            json(get(P + "/retention?evidence-days=1&content-days=1"), 200).path("files").asInt())
        .isZero();
    // Never ends by itself.
    var stream =
        client.send(
            to(admin, P + "/events").header("Accept", "text/event-stream").build(),
            BodyHandlers.ofLines());
    description.holdEvent(
        stream.body().filter(line -> line.startsWith("data: ")).findFirst().orElseThrow());
  }

  private void webhooks() throws Exception {
    Set<String> forms = new HashSet<>();
    while (forms.size() < 3) {
      Receiver.Got next = receiver.next();
      description.holdWebhook(next.mediaType(), next.signature(), next.body());
      forms.add(next.mediaType() + next.body().contains("dev.sluice.log-head"));
    }
  }

  @Test
  void aPathThatIsKnownSaysWhichMethodsItTakes() throws Exception {
    HttpResponse<String> answer = send(to(admin, "/whoami").DELETE(), "");
    assertThat(json(answer, 405).path("type").asString()).isEqualTo("/problems/other-method");
    assertThat(answer.headers().firstValue("Allow")).contains("GET, HEAD");
    assertThat(
            Set.of(
                send(to(null, CHANNEL + "/290").DELETE(), "")
                    .headers()
                    .firstValue("Allow")
                    .orElseThrow()
                    .split(", ", -1)))
        .isEqualTo(Set.of("GET", "HEAD", "PUT"));
    assertThat(
            client
                .send(
                    HttpRequest.newBuilder(server.address().resolve("/metrics")).DELETE().build(),
                    BodyHandlers.ofString())
                .statusCode())
        .isEqualTo(405);
  }
}
