using System.Runtime.InteropServices;
using Ssm.Perf;
using Ssm.Perf.Bench;
using Ssm.Perf.CommandLine;
using Ssm.Perf.Equivalence;
using Ssm.Perf.Golden;
using Ssm.Perf.Recipes;

using CancellationTokenSource interrupt = new();

// The first Ctrl-C asks the work to stop and leave its files whole; the second ends the process.
using PosixSignalRegistration signal = PosixSignalRegistration.Create(PosixSignal.SIGINT, context =>
{
    context.Cancel = !interrupt.IsCancellationRequested;
    interrupt.Cancel();
});

BenchRunner bench = new(BenchCatalog.All, BenchRivals.All);
PerfRunners runners = new(
    new CompareRunner(),
    new TrainRunner(),
    new GoldenVerifyRunner(),
    bench,
    new EquivalenceRunner(EquivalenceModels.All));
return new PerfApp(runners, Terminal.OfProcess(), interrupt.Token).Run(args);
