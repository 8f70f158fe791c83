package org.arbit.experiments.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.arbit.experiments.config.ConfigException;
import org.arbit.experiments.config.Problem;
import org.arbit.supernet.spi.InvalidInputException;
import org.arbit.supernet.spi.Names;
import org.arbit.supernet.training.DivergenceException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Turns what went wrong into one line for each mistake, and an exit code. */
final class Errors implements IParameterExceptionHandler, IExecutionExceptionHandler {

  /** What Linux, macOS and Java say. */
  private static final String DISK_FULL = "No space left on device";

  private static final int MOST_LETTERS = 1_200;
  private static final int LAST_LETTERS = 300;

  private final PrintWriter err;

  Errors(PrintWriter err) {
    this.err = err;
  }

  @Override
  public int handleParseException(ParameterException e, String[] args) {
    CommandLine command = e.getCommandLine();
    if (e instanceof UnmatchedArgumentException unmatched && !unmatched.getUnmatched().isEmpty()) {
      print(unmatched(command, unmatched.getUnmatched().get(0)));
    } else if (e.getValue() != null
        && e.getArgSpec() instanceof OptionSpec option
        && isWhole(option)) {
      print(
          "%s is \"%s\"; it must be a whole number.".formatted(option.longestName(), e.getValue()));
    } else {
      print(oneLine(e));
    }
    if (Arrays.asList(args).contains("--debug")) {
      e.printStackTrace(err);
    }
    print("See " + command.getCommandSpec().qualifiedName() + " --help");
    return ExitCodes.USAGE;
  }

  @Override
  public int handleExecutionException(Exception e, CommandLine command, ParseResult parsed) {
    int code = report(e);
    if (parsed.expandedArgs().contains("--debug")) {
      e.printStackTrace(err);
    } else if (code == ExitCodes.FAILED && !isPlain(e)) {
      print("Maybe run it again with --debug, which shows where?");
    }
    return code;
  }

  private static boolean isWhole(OptionSpec option) {
    Class<?> type = option.type();
    return type == int.class || type == long.class || type == Integer.class || type == Long.class;
  }

  private int report(Exception e) {
    if (e instanceof UncheckedIOException && e.getCause() instanceof IOException cause) {
      return report(cause);
    }
    if (e instanceof CancellationException) {
      print(oneLine(e));
      return ExitCodes.INTERRUPTED;
    }
    if (e instanceof ConfigException invalid) {
      invalid.problems().stream().map(Problem::toString).forEach(this::print);
      return ExitCodes.USAGE;
    }
    if (e instanceof InvalidInputException) {
      print(oneLine(e));
      return ExitCodes.USAGE;
    }
    String message = e instanceof FileSystemException file ? describe(file) : oneLine(e);
    if (message.contains(DISK_FULL)) {
      message =
          message.replaceFirst("[.]$", "")
              + ". Maybe make room and give the command again, or another folder with --out?";
    }
    print(message);
    return ExitCodes.FAILED;
  }

  /** Whether the message of an error of the work says all that there is to say. */
  private static boolean isPlain(Exception e) {
    return e instanceof IOException
        || e instanceof UncheckedIOException
        || e instanceof IllegalArgumentException
        || e instanceof DivergenceException;
  }

  private static String unmatched(CommandLine command, String argument) {
    List<String> known = new ArrayList<>();
    if (argument.startsWith("-")) {
      command.getCommandSpec().options().forEach(o -> known.addAll(List.of(o.names())));
      String name =
          argument.contains("=") ? argument.substring(0, argument.indexOf('=')) : argument;
      return Names.unknown("option", name, known);
    }
    known.addAll(command.getSubcommands().keySet());
    return known.isEmpty()
        ? "\""
            + argument
            + "\" is not expected by "
            + command.getCommandSpec().qualifiedName()
            + "."
        : Names.unknown("command", argument, known);
  }

  /** File system exceptions say only the path, or a reason without a verb. */
  private static String describe(FileSystemException e) {
    String reason;
    if (e instanceof AccessDeniedException) {
      reason = "no permission";
    } else if (e instanceof NoSuchFileException) {
      reason = "no such file";
    } else if (e instanceof FileAlreadyExistsException) {
      reason = "there is a file of that name";
    } else {
      reason = e.getReason() == null ? "the file system refuses it" : e.getReason();
    }
    return e.getFile() + ": " + reason + ".";
  }

  private static String oneLine(Throwable e) {
    String message = e.getMessage();
    return message == null || message.isBlank()
        ? e.getClass().getSimpleName()
        : message.strip().replaceAll("\\s*\\R\\s*", " ");
  }

  private void print(String line) {
    err.println("arbit: " + shortened(line));
    err.flush();
  }

  /**
   * A damaged file may hold, and a message then quote, very long values; what to do stands last.
   */
  private static String shortened(String line) {
    return line.length() <= MOST_LETTERS
        ? line
        : line.substring(0, MOST_LETTERS - LAST_LETTERS)
            + " [...] "
            + line.substring(line.length() - LAST_LETTERS);
  }
}
