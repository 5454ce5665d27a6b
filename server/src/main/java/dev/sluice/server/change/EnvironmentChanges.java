package dev.sluice.server.change;

import dev.sluice.model.file.Measures;
import dev.sluice.model.pipeline.DebianRecipe;
import dev.sluice.model.pipeline.EnvironmentSpec;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What changes about an environment that both files have. */
final class EnvironmentChanges {
  private final Told told;
  private final NamedContent content;

  EnvironmentChanges(Told told, NamedContent content) {
    this.told = told;
    this.content = content;
  }

  void compare(EnvironmentSpec old, EnvironmentSpec now) {
    String name = old.name();
    standsFor(name, old.standsFor(), now.standsFor());
    if (old.deadline() == null) {
      told.any(name + ": deadline", old.deadline(), now.deadline(), Measures::spoken);
    } else {
      told.atMost(name + ": deadline", old.deadline(), now.deadline(), Measures::spoken);
    }
    told.each(name + ": healthy", old.health().units(), now.health().units(), unit -> unit);
    told.atLeast(
        name + ": healthy.settle", old.health().settle(), now.health().settle(), Measures::spoken);
    told.atMost(name + ": flakes", old.mostFlakes(), now.mostFlakes(), share -> share + " %");
    driver(name, old.driver(), now.driver());
  }

  private void standsFor(
      String name, SortedMap<String, String> old, SortedMap<String, String> now) {
    if (old.equals(now)) {
      return;
    }
    String sentence = "%s: it stands for %s, and did for %s".formatted(name, now, old);
    // With more facts it stands for fewer hosts, of those that it stood for.
    if (now.entrySet().containsAll(old.entrySet())) {
      told.noted(sentence);
    } else {
      told.weaker(sentence);
    }
  }

  private void driver(String name, EnvironmentSpec.Driver old, EnvironmentSpec.Driver now) {
    switch (old) {
      case EnvironmentSpec.Qemu before when now instanceof EnvironmentSpec.Qemu after ->
          qemu(name, before, after);
      case EnvironmentSpec.Sandbox before when now instanceof EnvironmentSpec.Sandbox after ->
          sandbox(name, before, after);
      case EnvironmentSpec.OwnMachine before when now instanceof EnvironmentSpec.OwnMachine after ->
          machine(name, before, after);
      case EnvironmentSpec.Qemu _, EnvironmentSpec.Sandbox _, EnvironmentSpec.OwnMachine _ ->
          told.weaker(name + ": the driver is another one");
    }
  }

  private void qemu(String name, EnvironmentSpec.Qemu old, EnvironmentSpec.Qemu now) {
    image(name, old.image(), now.image());
    told.any(
        name + ": architecture", old.architecture(), now.architecture(), ArtifactChanges::word);
    told.any(name + ": firmware", old.firmware(), now.firmware(), ArtifactChanges::word);
    told.any(name + ": network", old.network(), now.network(), ArtifactChanges::word);
    told.any(name + ": state", old.stateMount(), now.stateMount(), mount -> mount);
    memory(name, old.memoryMebibytes(), now.memoryMebibytes());
    told.any(
        name + ": parameters",
        old.parameters(),
        now.parameters(),
        words -> String.join(" ", words));
  }

  private void memory(String name, int old, int now) {
    told.atMost(name + ": memory", old, now, EnvironmentChanges::mebibytes);
  }

  private void image(String name, EnvironmentSpec.Image old, EnvironmentSpec.Image now) {
    switch (old) {
      case EnvironmentSpec.Image.Script before
          when now instanceof EnvironmentSpec.Image.Script after -> {
        List<String> first = new ArrayList<>(before.inputs());
        first.add(before.script());
        List<String> second = new ArrayList<>(after.inputs());
        second.add(after.script());
        files(name + ": what the guest is built from is", first, second);
        told.any(name + ": image.script", before.script(), after.script(), script -> script);
      }
      case EnvironmentSpec.Image.Files(var kernel, var initrd, var state, var cmdline)
          when now instanceof EnvironmentSpec.Image.Files after -> {
        file(name + ": the kernel", kernel, after.kernel());
        file(name + ": the initrd", initrd, after.initrd());
        file(name + ": the state disk", state, after.state());
        told.any(name + ": cmdline", cmdline, after.cmdline(), line -> line);
      }
      case EnvironmentSpec.Image.Debian(var before)
          when now instanceof EnvironmentSpec.Image.Debian(var after) ->
          recipe(name, before, after);
      case EnvironmentSpec.Image.Disk(var before)
          when now instanceof EnvironmentSpec.Image.Disk(var after) ->
          file(name + ": the disk", before, after);
      case EnvironmentSpec.Image.Script _,
          EnvironmentSpec.Image.Files _,
          EnvironmentSpec.Image.Debian _,
          EnvironmentSpec.Image.Disk _ ->
          told.weaker(name + ": the image is of another kind");
    }
  }

  private void recipe(String name, DebianRecipe old, DebianRecipe now) {
    told.any(name + ": suite", old.suite(), now.suite(), ArtifactChanges::word);
    told.any(name + ": packages", old.packages(), now.packages(), EnvironmentChanges::joined);
    told.each(name + ": neighbours", old.neighbours(), now.neighbours(), neighbour -> neighbour);
    told.any(name + ": files", places(old), places(now), Object::toString);
    files(name + ": the files in the image are", old.files().keySet(), now.files().keySet());
    told.any(name + ": run", old.run(), now.run(), script -> script);
    files(name + ": the script run in the image is", ofNullable(old.run()), ofNullable(now.run()));
    told.atMost(
        name + ": disk", old.diskMebibytes(), now.diskMebibytes(), EnvironmentChanges::mebibytes);
    told.any(name + ": locale", old.locale(), now.locale(), locale -> locale);
    told.any(name + ": time-zone", old.timeZone(), now.timeZone(), zone -> zone);
  }

  private static SortedMap<String, String> places(DebianRecipe recipe) {
    return new TreeMap<>(recipe.files());
  }

  private void sandbox(String name, EnvironmentSpec.Sandbox old, EnvironmentSpec.Sandbox now) {
    switch (old.root()) {
      case EnvironmentSpec.Root.Debian(var before)
          when now.root() instanceof EnvironmentSpec.Root.Debian(var after) ->
          recipe(name, before, after);
      case EnvironmentSpec.Root.Folder(var before)
          when now.root() instanceof EnvironmentSpec.Root.Folder(var after) -> {
        told.any(name + ": root.folder", before, after, folder -> folder);
        files(name + ": the sandbox's root is", List.of(before), List.of(after));
      }
      case EnvironmentSpec.Root.Debian _, EnvironmentSpec.Root.Folder _ ->
          told.weaker(name + ": the sandbox's root is of another kind");
    }
    told.any(name + ": start", old.start(), now.start(), ArtifactChanges::shown);
    told.any(name + ": state", old.stateMount(), now.stateMount(), mount -> mount);
    memory(name, old.bounds().memoryMebibytes(), now.bounds().memoryMebibytes());
    told.atMost(
        name + ": cpu",
        old.bounds().cpuPercent(),
        now.bounds().cpuPercent(),
        percent -> percent + " %");
    told.atMost(
        name + ": processes",
        old.bounds().processes(),
        now.bounds().processes(),
        count -> count.toString());
    told.atMost(
        name + ": disk",
        old.bounds().diskMebibytes(),
        now.bounds().diskMebibytes(),
        EnvironmentChanges::mebibytes);
  }

  private void machine(
      String name, EnvironmentSpec.OwnMachine old, EnvironmentSpec.OwnMachine now) {
    told.any(name + ": ssh.host", old.ssh().host(), now.ssh().host(), host -> host);
    told.any(name + ": ssh.port", old.ssh().port(), now.ssh().port(), port -> port.toString());
    told.any(name + ": ssh.user", old.ssh().user(), now.ssh().user(), user -> user);
    // Which key opens the door says nothing about who is behind it: the host keys do.
    told.harmless(name + ": ssh.identity", old.ssh().identity(), now.ssh().identity(), key -> key);
    file(name + ": the pinned host keys", old.ssh().hostKeys(), now.ssh().hostKeys());
    told.any(name + ": shell", old.shell(), now.shell(), ArtifactChanges::word);
    told.any(name + ": inputs", old.inputs(), now.inputs(), folder -> folder);
    told.any(name + ": restore", old.restore(), now.restore(), ArtifactChanges::shown);
    told.any(name + ": power-on", old.powerOn(), now.powerOn(), ArtifactChanges::shown);
    told.any(name + ": power-off", old.powerOff(), now.powerOff(), ArtifactChanges::shown);
    told.any(name + ": console", old.console(), now.console(), ArtifactChanges::shown);
    told.any(name + ": screenshot", old.screenshot(), now.screenshot(), ArtifactChanges::shown);
    files(name + ": what the owner's commands run is", words(old), words(now));
  }

  private static List<String> words(EnvironmentSpec.OwnMachine machine) {
    List<String> words = new ArrayList<>(machine.restore().words());
    words.addAll(machine.powerOn().words());
    words.addAll(machine.powerOff().words());
    if (machine.console() != null) {
      words.addAll(machine.console().words());
    }
    if (machine.screenshot() != null) {
      words.addAll(machine.screenshot().words());
    }
    return words;
  }

  private void file(String what, String old, String now) {
    if (!content.ofOld(old).equals(content.ofNew(now))) {
      told.weaker(what + (what.endsWith("s") ? " are others" : " is another one"));
    }
  }

  private void files(String what, Collection<String> old, Collection<String> now) {
    @Nullable String difference = content.difference(old, now);
    if (difference != null) {
      told.weaker(what + " different: " + difference);
    }
  }

  private static List<String> ofNullable(@Nullable String path) {
    return path == null ? List.of() : List.of(path);
  }

  private static String joined(List<String> words) {
    return words.isEmpty() ? "none" : String.join(", ", words);
  }

  private static String mebibytes(Integer count) {
    return Measures.spoken(count * Measures.MIB);
  }
}
