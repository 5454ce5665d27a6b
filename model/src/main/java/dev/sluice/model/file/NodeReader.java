package dev.sluice.model.file;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.DocumentStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * YAML to a tree, from the parser's events: they come without recursion, so depth is bounded here
 * before anything can overflow, and without anchors there is nothing to expand.
 */
public final class NodeReader {
  public static final int MAX_DEPTH = 50;

  private static final Pattern NOTHING = Pattern.compile("|~|null|Null|NULL");
  private static final Pattern BOOLEAN = Pattern.compile("true|True|TRUE|false|False|FALSE");
  private static final Pattern NUMBER =
      Pattern.compile(
          "[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+"
              + "|[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?"
              + "|[-+]?\\.(inf|Inf|INF)|\\.(nan|NaN|NAN)");

  private final SourceText source;
  private final Findings findings;
  private int values;

  public NodeReader(SourceText source, Findings findings) {
    this.source = source;
    this.findings = findings;
  }

  /** Thrown and caught in this class: beyond this place nothing is worth reading. */
  private static final class TooMuch extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient Span at;
    private final transient String wayOut;

    TooMuch(Span at, String message, String wayOut) {
      super(message);
      this.at = at;
      this.wayOut = wayOut;
    }
  }

  /** The one document of the file; null when there is none or it is no YAML, which is reported. */
  public @Nullable Node read() {
    List<Node> documents = read(false);
    return documents.isEmpty() ? null : documents.getFirst();
  }

  /** Every document of the file; what is no YAML is reported, and ends it. */
  public List<Node> readAll() {
    return read(true);
  }

  private List<Node> read(boolean several) {
    var settings =
        LoadSettings.builder()
            .setParseComments(false)
            .setCodePointLimit(findings.format().maxBytes())
            .build();
    try {
      return documents(new Parse(settings).parseString(source.text()).iterator(), several);
    } catch (TooMuch e) {
      findings.add(e.at, String.valueOf(e.getMessage()), e.wayOut);
    } catch (MarkedYamlEngineException e) {
      reportSyntax(e);
    } catch (YamlEngineException e) {
      findings.add(Span.START, "not YAML: " + firstLine(e.getMessage()));
    }
    return List.of();
  }

  private List<Node> documents(Iterator<Event> events, boolean several) {
    List<Node> roots = new ArrayList<>();
    while (events.hasNext()) {
      Event event = events.next();
      switch (event.getEventId()) {
        case DocumentStart -> {
          if (!several && !roots.isEmpty()) {
            findings.add(
                span(event),
                "a second document begins",
                "a %s is one document".formatted(findings.format().noun()));
            return List.of();
          }
          refuseDirectives((DocumentStartEvent) event);
          roots.add(node(events.next(), events, 1));
        }
        case StreamStart, StreamEnd, DocumentEnd, Comment -> {}
        case Alias, Scalar, SequenceStart, SequenceEnd, MappingStart, MappingEnd ->
            throw new IllegalStateException("event outside a document: " + event);
      }
    }
    if (roots.isEmpty()) {
      findings.add(
          Span.START,
          "the file is empty",
          several ? "at least one document" : "sluice init writes a commented file to start from");
    }
    return roots;
  }

  private void refuseDirectives(DocumentStartEvent event) {
    if (event.getSpecVersion().isPresent() || !event.getTags().isEmpty()) {
      findings.add(span(event), "YAML directives before this line", "delete the lines with %");
    }
  }

  private Node node(Event event, Iterator<Event> events, int depth) {
    Span at = span(event);
    if (depth > MAX_DEPTH) {
      throw new TooMuch(
          at,
          "nested more than %d deep".formatted(MAX_DEPTH),
          "nothing in a %s needs more than ten levels".formatted(findings.format().noun()));
    }
    if (++values > findings.format().maxValues()) {
      throw new TooMuch(
          at,
          "more than %s keys and values".formatted(Quoted.count(findings.format().maxValues())),
          findings.format().whenTooMany());
    }
    if (event instanceof AliasEvent alias) {
      findings.add(
          new Span(at.line(), at.column(), alias.getAlias().getValue().length() + 1),
          "alias *" + Quoted.bare(alias.getAlias().getValue()),
          "aliases and anchors are not read, so that no file grows when it is read: write it out");
      return new Node.Broken(at);
    }
    refuseAnchorAndTag((NodeEvent) event, at);
    if (event instanceof ScalarEvent scalar) {
      return new Node.Scalar(at, scalar.getValue(), kind(scalar));
    }
    return event instanceof MappingStartEvent
        ? mapping(at, events, depth)
        : sequence(at, events, depth);
  }

  private void refuseAnchorAndTag(NodeEvent event, Span at) {
    event
        .getAnchor()
        .ifPresent(
            anchor ->
                findings.add(
                    new Span(at.line(), at.column(), anchor.getValue().length() + 1),
                    "anchor &" + Quoted.bare(anchor.getValue()),
                    "anchors and aliases are not read: delete it"));
    Optional<String> tag =
        switch (event) {
          case ScalarEvent scalar -> scalar.getTag();
          case CollectionStartEvent collection -> collection.getTag();
          default -> Optional.empty();
        };
    tag.ifPresent(
        name ->
            findings.add(
                new Span(at.line(), at.column(), 1),
                "tag " + Quoted.bare(name),
                "tags are not read: delete it; text goes in quotes"));
  }

  private Node sequence(Span at, Iterator<Event> events, int depth) {
    List<Node> items = new ArrayList<>();
    Event event = events.next();
    while (event.getEventId() != Event.ID.SequenceEnd) {
      items.add(node(event, events, depth + 1));
      event = events.next();
    }
    return new Node.Sequence(at, items);
  }

  private Node mapping(Span at, Iterator<Event> events, int depth) {
    List<Node.Entry> entries = new ArrayList<>();
    Event event = events.next();
    while (event.getEventId() != Event.ID.MappingEnd) {
      Node key = node(event, events, depth + 1);
      Node value = node(events.next(), events, depth + 1);
      switch (key) {
        case Node.Scalar scalar -> entries.add(new Node.Entry(scalar, value));
        case Node.Sequence _, Node.Mapping _ ->
            findings.add(key.span(), "a list or mapping as a key", "a key is one word");
        case Node.Broken _ -> {}
      }
      event = events.next();
    }
    return new Node.Mapping(at, entries);
  }

  private static Node.Kind kind(ScalarEvent scalar) {
    if (!scalar.isPlain()) {
      return Node.Kind.TEXT;
    }
    String text = scalar.getValue();
    if (NOTHING.matcher(text).matches()) {
      return Node.Kind.NOTHING;
    }
    if (BOOLEAN.matcher(text).matches()) {
      return Node.Kind.BOOLEAN;
    }
    return NUMBER.matcher(text).matches() ? Node.Kind.NUMBER : Node.Kind.TEXT;
  }

  private void reportSyntax(MarkedYamlEngineException e) {
    Span at = e.getProblemMark().map(m -> span(m, 0)).orElse(Span.START);
    // The parser points behind a tab as often as at it.
    Span inside = source.clamp(at);
    String line = source.line(inside.line());
    int tab = line.indexOf('\t');
    if (tab >= 0 && line.substring(0, tab).isBlank()) {
      findings.add(
          new Span(inside.line(), tab + 1, 1), "a tab in the indentation", "indent with spaces");
      return;
    }
    String what = e.getProblem() == null ? firstLine(e.getMessage()) : e.getProblem();
    int began = e.getContextMark().map(mark -> mark.getLine() + 1).orElse(inside.line());
    findings.add(
        new Span(inside.line(), inside.column(), 1),
        "not YAML: " + Quoted.bare(what),
        began < inside.line()
            ? "look for a missing quote, bracket or colon, or another indentation, from line %d on"
                .formatted(began)
            : "look for a missing quote, bracket or colon, or another indentation",
        "the rest of the file was not read");
  }

  private static String firstLine(@Nullable String text) {
    return text == null ? "unreadable" : Quoted.bare(text.lines().findFirst().orElse(""));
  }

  private static Span span(Event event) {
    Mark start = event.getStartMark().orElseThrow();
    Mark end = event.getEndMark().orElse(start);
    boolean collection = event instanceof CollectionStartEvent;
    int length =
        collection || end.getLine() != start.getLine()
            ? collection ? 1 : Integer.MAX_VALUE
            : end.getColumn() - start.getColumn();
    return span(start, length);
  }

  private static Span span(Mark mark, int length) {
    return new Span(mark.getLine() + 1, mark.getColumn() + 1, length);
  }
}
