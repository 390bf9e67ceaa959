"""The command line: thin commands over the public functions; exit 0, 1, 2 or 3 as documented."""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Sequence

import typer

from planner.cli import (
    alternatives,
    basket,
    batch,
    carry,
    data,
    estimate,
    explain,
    plan,
    publish,
    quote,
    readiness,
    replan,
    serve,
)
from planner.cli.common import EXIT_FAULT, EXIT_INPUT, dump_infeasible, err, say_line
from planner.errors import CatalogueError, NoFeasibleTripError, PlannerError, RequestError

logger = logging.getLogger(__name__)

app = typer.Typer(
    name="planner",
    help="Plan rural trips through Viet Nam's craft villages and OCOP producers.",
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
plan.register(app)
alternatives.register(app)
replan.register(app)
explain.register(app)
data.register(app)
carry.register(app)
basket.register(app)
readiness.register(app)
estimate.register(app)
publish.register(app)
quote.register(app)
batch.register(app)
serve.register(app)


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line and return the exit code.

    0 done, 2 the user's input is wrong, 3 no feasible trip, 1 a fault of ours. No traceback reaches
    the user unless ``--debug`` stands among the arguments.
    """
    arguments = list(sys.argv[1:] if argv is None else argv)
    wants_debug = "--debug" in arguments
    wants_json = "--json" in arguments
    if wants_debug:
        arguments.remove("--debug")
    logging.basicConfig(level=logging.DEBUG if wants_debug else logging.WARNING)
    try:
        result = app(args=arguments or ["--help"], standalone_mode=False)
    except PlannerError as error:
        if wants_debug:
            logger.exception("refused")
        _print_error(error, wants_json)
        return error.exit_code
    except typer.TyperException as error:
        say = getattr(error, "format_message", error.__str__)
        _print_error(RequestError("R009", say(), where="command line", remedy="see `planner --help`"), wants_json)
        return EXIT_INPUT
    except typer.Abort:
        err.print("stopped")
        return EXIT_FAULT
    except KeyboardInterrupt:
        err.print("stopped")
        return EXIT_FAULT
    except BrokenPipeError:
        return EXIT_FAULT
    except OSError as error:
        refused = RequestError("E001", f"{error.strerror or error}: {error.filename or ''}", remedy="check the path")
        _print_error(refused, wants_json)
        return EXIT_INPUT
    except Exception as error:
        # Whatever else happens is a fault of ours: one line for the user, the traceback for whoever mends it.
        if wants_debug:
            logger.exception("fault")
        fault = PlannerError("P000", f"{type(error).__name__}: {error}", remedy="report this, run with --debug")
        _print_error(fault, wants_json)
        return EXIT_FAULT
    return result if isinstance(result, int) else 0


def _print_error(error: PlannerError, wants_json: bool) -> None:
    if wants_json:
        record: dict[str, object] = {
            "code": error.code,
            "message": error.message,
            "where": error.where,
            "remedy": error.remedy,
        }
        if isinstance(error, NoFeasibleTripError):
            record["reasons"] = dump_infeasible(error)
        print(json.dumps({"error": record}, ensure_ascii=False, default=str))
        return
    err.print(say_line(str(error)), markup=False, highlight=False, soft_wrap=True)
    if isinstance(error, CatalogueError) and len(error.findings) > 1:
        err.print(f"{len(error.findings)} findings in all: run `planner check-data`", markup=False)
