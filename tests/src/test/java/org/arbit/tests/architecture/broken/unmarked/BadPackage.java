package org.arbit.tests.architecture.broken.unmarked;

interface BadPackage {}
