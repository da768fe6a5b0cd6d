namespace Ssm.Tests.Perf;

/// <summary>Whatever is wrong with a command line: one line that teaches, exit code 2, nothing computed.</summary>
public sealed class BadInputTests
{
    private static IEnumerable<TestCaseData> Lines()
    {
        yield return Line("comapre", "did you mean 'compare'?");
        yield return Line("dance", "there are compare, train, verify, bench, devices, models, benchmarks");
        yield return Line("compare --epoch 3", "did you mean '--epochs'?");
        yield return Line("compare --epoch=3", "did you mean '--epochs'?");
        yield return Line("--epoch 3", "did you mean '--epochs'?");                          // no verb: compare
        yield return Line("compare --colour red", "there are --models");
        yield return Line("compare digits", "belongs to no option");
        yield return Line("compare --epochs", "has no value");
        yield return Line("compare --epochs 0", "'0', expected a whole number from 1");
        yield return Line("compare --epochs -3", "'-3', expected a whole number from 1");
        yield return Line("compare --epochs 2.5", "'2.5', expected a whole number from 1");
        yield return Line("compare --epochs 99999999999", "expected a whole number from 1");
        yield return Line("compare --seed -1", "'-1', expected a whole number from 0");
        yield return Line("compare --seed 1 --seed 2", "came 2 times");
        yield return Line("compare --threads 0", "'0', expected a whole number from 1");
        yield return Line("compare --models s4d,s9", "'s9', expected names");
        yield return Line("compare --models S5", "did you mean 's5'?");                      // names are exact
        yield return Line("compare --models s5,s5", "names 's5' twice");
        yield return Line("compare --models s5,", "'', expected names");
        yield return Line("compare --task digts", "did you mean 'digits'?");
        yield return Line("compare --task idx", "needs '--data'");
        yield return Line("compare --data .", "goes with --task idx");
        yield return Line("compare --task digits --length 100", "goes with --task listops");
        yield return Line("compare --task listops --length 3", "a whole number from 4");
        yield return Line("train --task idx --length 9", "listops, selective-copy, induction, recall, but the task is");
        yield return Line("train --task selective-copying", "did you mean 'selective-copy'?");
        yield return Line("compare --task idx --data no/such/folder", "there is no such directory");
        yield return Line("compare --device cuda:99", "which is not here; here is cpu");
        yield return Line("train --device opencl:99", "which is not here; here is cpu");
        yield return Line("compare --device gpu", "expected cpu, cuda:N, opencl:N or simulator");
        yield return Line("compare --device cuda:", "expected cpu, cuda:N, opencl:N or simulator");
        yield return Line("compare --json .", "which is a directory");
        yield return Line("compare --report .", "which is a directory");
        yield return Line("compare --report a.out --json ./a.out", "name the same file");
        yield return Line("devices --device cuda:99", "which is not here");
        yield return Line("models --device simulator", "computes nothing that could run there");
        yield return Line("train --lr NaN", "'NaN', expected a finite number above 0");
        yield return Line("train --lr nan", "'nan', expected a finite number above 0");
        yield return Line("train --lr Infinity", "expected a finite number above 0");
        yield return Line("train --lr 1e999", "expected a finite number above 0");
        yield return Line("train --lr 0", "'0', expected a finite number above 0");
        yield return Line("train --lr -0.1", "'-0.1', expected a finite number above 0");
        yield return Line("train --ssm-lr fast", "'fast', expected a finite number above 0");
        yield return Line("train --weight-decay -1", "'-1', expected a finite number of 0 or more");
        yield return Line("train --dropout 1", "'1', expected a number from 0 to below 1");
        yield return Line("train --dropout NaN", "'NaN', expected a number from 0 to below 1");
        yield return Line("train --batch 0", "expected a whole number from 1");
        yield return Line("train --micro-batch 0", "expected a whole number from 1");
        yield return Line("train --schedule cosin", "did you mean 'cosine'?");
        yield return Line("train --average-decay 1", "'1', expected a number from 0 to below 1");
        yield return Line("train --average-decay NaN", "'NaN', expected a number from 0 to below 1");
        yield return Line("train --layers x", "expected a whole number from 1");
        yield return Line("train --model", "has no value");
        yield return Line("train --resume", "needs '--checkpoint'");
        yield return Line("train --resume --checkpoint no-such-file.ckpt", "no such file to resume from");
        yield return Line("train --resume yes", "belongs to no option");
        yield return Line("verify --file scan.safetensors", "'--file' needs '--golden'");
        yield return Line("verify --models s4d,s5", "'s5', expected names");                 // not one of the runner's
        yield return Line("verify --length 0", "'0', expected a whole number from 1");
        yield return Line("verify --dtype half", "expected one of f64, f32, all");
        yield return Line("verify --device cuda:99", "which is not here");
        yield return Line("verify --markdown .", "which is a directory");
        yield return Line("verify --markdown a.out --json ./a.out", "name the same file");
        yield return Line("verify --golden Golden --models s4d", "'--models' does not go with '--golden'");
        yield return Line("verify --golden Golden --length 9", "'--length' does not go with '--golden'");
        yield return Line("verify --golden Golden --markdown a.md", "'--markdown' does not go with '--golden'");
        yield return Line("verify --conformance --golden Golden", "'--golden' does not go with '--conformance'");
        yield return Line("verify --conformance --models s4d", "'--models' does not go with '--conformance'");
        yield return Line("verify --conformance --sizes huge", "'huge', expected one of tiny, real");
        yield return Line("verify --conformance --filter no-such-thing", "no case has that in its name");
        yield return Line("verify --conformance --device cuda:77", "'cuda:77', which is not here");
        yield return Line("verify --filter MatMul", "'--filter' needs '--conformance'");
        yield return Line("verify --golden Golden --sizes tiny", "'--sizes' needs '--conformance'");
        yield return Line("verify --golden no/such/folder", "there is no such directory");
        yield return Line("verify --golden Golden --file s5.safetensor", "did you mean 's5.safetensors'?");
        yield return Line("verify --golden Golden --file nothing-like-it", "leave it out to verify all");
        yield return Line("verify --golden Golden --dtype f16", "expected one of f64, f32");
        yield return Line("verify --golden Golden", "has no case in it");                   // the runner yields nothing
        yield return Line("bench --workload fake.ad", "did you mean 'fake.add'?");
        yield return Line("bench --workload other", "--list shows what is");
        yield return Line("bench --workload fake.*.x", "--list shows what is");
        yield return Line("bench --workload fake.add,fake.add", "names 'fake.add' twice");
        yield return Line("bench --workload fake.add --workload fake.add", "names 'fake.add' twice");
        yield return Line("bench --workload fake.add,", "expected a name");
        yield return Line("bench --workload", "has no value");
        yield return Line("bench --size 8y", "expected numbers of 1 or more joined by x");
        yield return Line("bench --size N0", "expected numbers of 1 or more joined by x");
        yield return Line("bench --size N-4", "expected numbers of 1 or more joined by x");
        yield return Line("bench --size N99999999999", "expected numbers of 1 or more joined by x");
        yield return Line("bench --size 3x4x5", "fits no workload that is asked for");
        yield return Line("bench --workload fake.add --size 3x4", "write it like N64");
        yield return Line("bench --pass both", "'both', expected names");
        yield return Line("bench --workload fake.add --pass bwd", "has no case of what is asked; it has the sizes N64");
        yield return Line("bench --pass bwd", "no workload has a case");
        yield return Line("bench --dtype f16", "'f16', expected names");
        yield return Line("bench --threads 0", "'0', expected whole numbers from 1");
        yield return Line("bench --threads 1,x", "'1,x', expected whole numbers from 1");
        yield return Line("bench --threads 2,2", "each once");
        yield return Line("bench --rounds 0", "'0', expected a whole number from 1");
        yield return Line("bench --seconds 0", "'0', expected a finite number above 0");
        yield return Line("bench --seconds NaN", "'NaN', expected a finite number above 0");
        yield return Line("bench --warm-up 0", "'0', expected a finite number above 0");
        yield return Line("bench --rivals some", "'some', expected one of none, managed, all");
        yield return Line("bench --device cuda:99", "which is not here");
        yield return Line("bench --csv .", "which is a directory");
        yield return Line("bench --csv a.out --svg ./a.out", "'--csv' and '--svg' name the same file");
        yield return Line("bench --json a.out --csv ./a.out", "'--json' and '--csv' name the same file");
        yield return Line("bench --compare", "has no value");
        yield return Line("bench --compare a.json", "names one file, expected two");
        yield return Line("bench --compare a.json b.json c.json", "belongs to no option");
        yield return Line("bench --compare a.json b.json", "'a.json', and there is no such file");
        yield return Line("bench --compare a.json b.json --quick", "'--quick' does not go with it");
        yield return Line("bench --compare Ssm.Core.xml Ssm.Core.xml", "no result of bench");
        yield return Line("bench --list --quick", "'--quick' does not go with it");
    }

    [TestCaseSource(nameof(Lines))]
    public void Gives_one_line_that_teaches_and_exit_code_2(string line, string expected)
    {
        string before = Environment.CurrentDirectory;
        Environment.CurrentDirectory = TestContext.CurrentContext.TestDirectory;
        try
        {
            FakeRunners runners = new();

            Cli cli = Cli.Run(runners, line.Split(' '));

            Assert.That(cli.ExitCode, Is.EqualTo(2));
            Assert.That(cli.Error, Does.Contain(expected));
            Assert.That(cli.Error.TrimEnd().Split('\n'), Has.Length.EqualTo(1));
            Assert.That(cli.Output, Is.Empty);
            Assert.That(runners.Compare, Is.Null);
            Assert.That(runners.Train, Is.Null);
        }
        finally
        {
            Environment.CurrentDirectory = before;
        }
    }

    private static TestCaseData Line(string line, string expected) =>
        new TestCaseData(line, expected).SetArgDisplayNames(line);
}
