package org.arbit.tests.architecture.broken.experiments.export;

import org.arbit.tests.architecture.broken.experiments.cli.Command;

interface BadExport extends Command {}
