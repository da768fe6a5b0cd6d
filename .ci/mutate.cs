// Mutation test of the pullbacks: are the tests strict enough to see one of them made wrong? docs/mutation.md has the
// score. All mutants are compiled into one assembly, each behind a switch, so that one build and one process run them
// all, and each mutant meets the tests only that reach it, up to the first that fails.
//
//   dotnet build Ssm.Tests -c Release
//   dotnet run .ci/mutate.cs -- pullbacks [FIRST LAST]      Ssm.Autodiff: what a pullback does with its operands
//   dotnet run .ci/mutate.cs -- adjoints [FIRST LAST]       Ssm.Kernels: the arithmetic of derivatives and adjoints
//
// FIRST and LAST are numbers of mutants; all are run without them.
#:property ManagePackageVersionsCentrally=false
#:property PublishAot=false
#:package Microsoft.CodeAnalysis.CSharp@5.0.0
#:package NUnit@4.6.1

using System.Diagnostics;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Emit;
using NUnit.Framework.Api;
using NUnit.Framework.Interfaces;
using NUnit.Framework.Internal;

string root = Path.GetDirectoryName(Path.GetDirectoryName(Here()))!;
string built = Path.Combine(root, "Ssm.Tests/bin/Release/net10.0");
string tests = Path.Combine(built, "Ssm.Tests.dll");
if (!File.Exists(tests))
{
    Console.Error.WriteLine($"mutate: {tests} is not there; run dotnet build Ssm.Tests -c Release first.");
    return 2;
}

if (args.Length is not (1 or 3) || args[0] is not ("pullbacks" or "adjoints"))
{
    Console.Error.WriteLine("mutate: expected 'pullbacks' or 'adjoints', and at most two numbers after it.");
    return 2;
}

bool kernels = args[0] == "adjoints";
Mutants mutants = new(Path.Combine(root, kernels ? "Ssm.Kernels/Cpu" : "Ssm.Autodiff"), built, kernels);
Assembly mutated = Assembly.Load(mutants.Compile());
AssemblyLoadContext.Default.Resolving += (context, name) => name.Name == mutated.GetName().Name
    ? mutated
    : File.Exists(Path.Combine(built, name.Name + ".dll"))
        ? context.LoadFromAssemblyPath(Path.Combine(built, name.Name + ".dll"))
        : null;
Type state = mutated.GetType(Mutants.Switch)!;
FieldInfo active = state.GetField("Active")!;
bool[] reached = (bool[])state.GetField("Reached")!.GetValue(null)!;

Dictionary<string, object> settings = new()
{
    ["NumberOfTestWorkers"] = 0, ["StopOnError"] = true, ["SynchronousEvents"] = true,
};
NUnitTestAssemblyRunner runner = new(new DefaultTestAssemblyBuilder());
runner.Load(AssemblyLoadContext.Default.LoadFromAssemblyPath(tests), settings);

// Without a mutant: which test reaches which, and which tests take too long to be asked each time.
Regex wanted = new(kernels
    ? @"^Ssm\.Tests\.(Autodiff\.(?!Mutation)|Kernels\.(Elementwise|ComplexOps|Scalar|Vandermonde|DirectConvolution))"
    : @"^Ssm\.Tests\.Autodiff\.(?!Mutation)");
Coverage coverage = new(reached);
ITestResult sound = runner.Run(coverage, new Only(test => wanted.IsMatch(test.FullName)));
if (sound.FailCount > 0)
{
    Console.Error.WriteLine($"mutate: {sound.FailCount} tests fail without a mutant: {Failure(sound)}");
    return 2;
}

int first = args.Length > 1 ? int.Parse(args[1], null) : 0;
int last = args.Length > 1 ? int.Parse(args[2], null) : mutants.All.Count - 1;
Console.WriteLine($"{mutants.All.Count} mutants, {mutants.Refused.Count} of which do not compile; "
    + $"{sound.PassCount} tests in {coverage.Seconds:F0} s, {coverage.Slow} of them left out as slow");
Dictionary<string, int> score = new() { ["killed"] = 0, ["survived"] = 0, ["not reached"] = 0 };
Stopwatch watch = Stopwatch.StartNew();
for (int i = first; i <= last; i++)
{
    if (mutants.Refused.Contains(i))
    {
        continue;
    }

    HashSet<string> ids = coverage.Of(i);
    active.SetValue(null, i);
    bool killed = ids.Count > 0 && runner.Run(TestListener.NULL, new Only(test => ids.Contains(test.Id))).FailCount > 0;
    active.SetValue(null, -1);
    string outcome = killed ? "killed" : ids.Count == 0 ? "not reached" : "survived";
    score[outcome]++;
    if (!killed)
    {
        Console.WriteLine($"{i}: {outcome} ({ids.Count} tests): {mutants.All[i]}");
    }
}

Console.WriteLine($"{string.Join(", ", score.Select(entry => $"{entry.Value} {entry.Key}"))} in {watch.Elapsed}");
return score["killed"] == score.Values.Sum() ? 0 : 1;

static string Here([CallerFilePath] string path = "") => path;

static string Failure(ITestResult result) => result.HasChildren
    ? result.Children.Where(child => child.FailCount > 0).Select(Failure).FirstOrDefault() ?? ""
    : $"{result.FullName}: {result.Message}";

/// <summary>Writes down which mutants each test reaches.</summary>
internal sealed class Coverage(bool[] reached) : ITestListener
{
    private const double Longest = 1.0;

    private readonly List<(string Id, bool[] Reached)> _tests = [];

    internal double Seconds { get; private set; }

    internal int Slow { get; private set; }

    internal HashSet<string> Of(int mutant) =>
        [.. _tests.Where(test => test.Reached[mutant]).Select(test => test.Id)];

    public void TestStarted(ITest test)
    {
        if (!test.IsSuite)
        {
            Array.Clear(reached);
        }
    }

    public void TestFinished(ITestResult result)
    {
        if (result.Test.IsSuite)
        {
            return;
        }

        Seconds += result.Duration;
        if (result.Duration > Longest)
        {
            Slow++;
        }
        else
        {
            _tests.Add((result.Test.Id, [.. reached]));
        }
    }

    public void TestOutput(TestOutput output)
    {
    }

    public void SendMessage(TestMessage message)
    {
    }
}

/// <summary>The tests of which a question is true.</summary>
internal sealed class Only(Func<ITest, bool> wanted) : TestFilter
{
    public override bool Match(ITest test) => !test.IsSuite && wanted(test);

    public override TNode AddToXml(TNode parentNode, bool recursive) => parentNode;
}

/// <summary>An assembly with all mutants of its pullbacks, and of what only pullbacks call, behind switches.</summary>
internal sealed class Mutants(string project, string references, bool kernels)
{
    internal const string Switch = "Ssm.Mutant";

    private const string SwitchSource = """
        namespace Ssm;
        internal static class Mutant
        {
            public static int Active = -1;
            public static readonly bool[] Reached = new bool[100000];
            public static bool Is(int mutant) { Reached[mutant] = true; return mutant == Active; }
        }
        """;

    /// <summary>What each mutant is, by its number.</summary>
    internal List<string> All { get; private set; } = [];

    /// <summary>The numbers of those that are no program.</summary>
    internal HashSet<int> Refused { get; } = [];

    internal byte[] Compile()
    {
        CSharpParseOptions options = new(LanguageVersion.Latest);
        string usings = string.Concat(File.ReadLines(Directory.EnumerateFiles(
            Path.Combine(project, "obj/Release"), "*.GlobalUsings.g.cs", SearchOption.AllDirectories).First())
            .Select(line => line + "\n"));
        const string friends = "[assembly: System.Runtime.CompilerServices.InternalsVisibleTo(\"Ssm.Tests\")]";
        SyntaxTree[] trees =
        [
            .. Directory.EnumerateFiles(project, "*.cs", SearchOption.AllDirectories)
                .Where(file => !Regex.IsMatch(Path.GetRelativePath(project, file), "^(bin|obj)/"))
                .Order(StringComparer.Ordinal)
                .Select(file => CSharpSyntaxTree.ParseText(File.ReadAllText(file), options, file)),
            CSharpSyntaxTree.ParseText(usings + friends, options),
            CSharpSyntaxTree.ParseText(SwitchSource, options),
        ];
        CSharpCompilation original = CSharpCompilation.Create(
            kernels ? "Ssm.Kernels" : "Ssm.Autodiff",
            trees,
            ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
                .Where(path => Path.GetFileName(path).StartsWith("System.", StringComparison.Ordinal)
                    || Path.GetFileName(path) is "netstandard.dll" or "mscorlib.dll")
                .Append(Path.Combine(references, kernels ? "System.Numerics.Tensors.dll" : "Ssm.Kernels.dll"))
                .Select(path => MetadataReference.CreateFromFile(path)),
            new CSharpCompilationOptions(
                OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release, allowUnsafe: true));
        HashSet<SyntaxNode> targets = [.. Targets(original, trees)];
        while (true)
        {
            All = [];
            CSharpCompilation compilation = original;
            foreach (SyntaxTree tree in trees)
            {
                Rewriter rewriter = new(original.GetSemanticModel(tree), targets, kernels, All, Refused);
                SyntaxNode changed = rewriter.Visit(tree.GetRoot())!;
                compilation = compilation.ReplaceSyntaxTree(
                    tree, CSharpSyntaxTree.ParseText(changed.ToFullString(), options, tree.FilePath));
            }

            using MemoryStream stream = new();
            EmitResult result = compilation.Emit(stream);
            if (result.Success)
            {
                return stream.ToArray();
            }

            // An error in a mutant's own text; what follows from it elsewhere goes with it.
            Diagnostic[] errors = [.. result.Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error)];
            int before = Refused.Count;
            Refused.UnionWith(errors.Select(MutantAt).Where(mutant => mutant >= 0));
            if (Refused.Count == before)
            {
                throw new InvalidOperationException($"mutate: errors, but in no mutant: {errors[0]}");
            }
        }
    }

    private static int MutantAt(Diagnostic error) =>
        error.Location.SourceTree!.GetRoot().FindNode(error.Location.SourceSpan, getInnermostNodeForTie: true)
            .AncestorsAndSelf().Select(Rewriter.NumberOf).FirstOrDefault(number => number >= 0, -1);

    /// <summary>The bodies of the pullbacks, and of all that they call and no forward pass does.</summary>
    private IEnumerable<SyntaxNode> Targets(CSharpCompilation compilation, SyntaxTree[] trees)
    {
        Dictionary<ISymbol, SyntaxNode> bodies = new(SymbolEqualityComparer.Default);
        foreach (SyntaxNode node in trees.SelectMany(tree => tree.GetRoot().DescendantNodes()))
        {
            if (node is MethodDeclarationSyntax or LocalFunctionStatementSyntax)
            {
                bodies[compilation.GetSemanticModel(node.SyntaxTree).GetDeclaredSymbol(node)!] = node;
            }
        }

        bool IsBackward(ISymbol symbol) => kernels
            ? Regex.IsMatch(
                $"{symbol.ContainingType.Name}.{symbol.Name}", "Adjoint|Derivative|Back(?!end|Trans)|Gradient")
            : symbol.Name.EndsWith("Pullback", StringComparison.Ordinal)
                || (symbol.ContainingType.Name == "Gradients" && symbol.Name == "Add");
        HashSet<ISymbol> backward = Reach(bodies.Keys.Where(IsBackward), _ => true);
        HashSet<ISymbol> forward = Reach(
            bodies.Keys.Where(symbol => !IsBackward(symbol) && symbol.DeclaredAccessibility == Accessibility.Public
                && (kernels || symbol.ContainingType.Name == "Op")),
            symbol => !IsBackward(symbol));
        return backward.Where(symbol => !forward.Contains(symbol)).Select(symbol => bodies[symbol])
            .Where(node => !Regex.IsMatch(node.SyntaxTree.FilePath, "/(Memory|Explain)/|/NdArray.cs$"));

        HashSet<ISymbol> Reach(IEnumerable<ISymbol> from, Func<ISymbol, bool> enters)
        {
            HashSet<ISymbol> found = new(from, SymbolEqualityComparer.Default);
            Queue<ISymbol> open = new(found);
            while (open.TryDequeue(out ISymbol? symbol))
            {
                SemanticModel model = compilation.GetSemanticModel(bodies[symbol].SyntaxTree);
                IEnumerable<SyntaxNode> own = bodies[symbol].DescendantNodes(
                    node => node == bodies[symbol] || node is not LocalFunctionStatementSyntax);
                foreach (SimpleNameSyntax name in own.OfType<SimpleNameSyntax>())
                {
                    if (model.GetSymbolInfo(name).Symbol is IMethodSymbol method
                        && (method.ReducedFrom ?? method).OriginalDefinition is { } called
                        && bodies.ContainsKey(called) && enters(called) && found.Add(called))
                    {
                        open.Enqueue(called);
                    }
                }
            }

            return found;
        }
    }
}

/// <summary>Puts the mutants of the target bodies into a syntax tree.</summary>
internal sealed class Rewriter(
    SemanticModel model, HashSet<SyntaxNode> targets, bool kernels, List<string> all, HashSet<int> refused)
    : CSharpSyntaxRewriter
{
    // Another function of the same arguments.
    private static readonly (string From, string To)[] Exchanges =
    [
        ("MultiplyConjugate", "Multiply"), ("Multiply", "MultiplyConjugate"), ("Multiply", "Divide"),
        ("Divide", "Multiply"), ("Add", "Subtract"), ("Subtract", "Add"), ("Fft", "InverseFft"), ("InverseFft", "Fft"),
        ("ReverseCumulativeSum", "CumulativeSum"), ("BinaryAdjointLeft", "BinaryAdjointRight"),
        ("BinaryAdjointRight", "BinaryAdjointLeft"), ("RealPart", "ImaginaryPart"), ("ImaginaryPart", "RealPart"),
        ("SumReduction", "MaxReduction"),
    ];

    // Functions whose value can stand for what they are given.
    private static readonly string[] Wrappers =
        ["Negate", "Conjugate", "Scale", "Flip", "Permute", "WeighBins", "Multiply", "Divide", "ReverseCumulativeSum"];

    private int _depth;

    /// <summary>The number of the mutant that begins at a node, or −1.</summary>
    internal static int NumberOf(SyntaxNode node) => node switch
    {
        ConditionalExpressionSyntax choice => NumberOf(choice.Condition),
        IfStatementSyntax { Condition: PrefixUnaryExpressionSyntax not } => NumberOf(not.Operand),
        InvocationExpressionSyntax call when call.Expression.ToString() == "global::Ssm.Mutant.Is" =>
            int.Parse(call.ArgumentList.Arguments[0].ToString(), null),
        _ => -1,
    };

    public override SyntaxNode? Visit(SyntaxNode? node)
    {
        // What refuses bad arguments is no part of a gradient.
        if (node is null or ThrowStatementSyntax or ThrowExpressionSyntax
            || (node is ExpressionStatementSyntax && Regex.IsMatch(node.ToString(), @"\b(ThrowIf|Require|Check)\w*\(")))
        {
            return node;
        }

        bool target = targets.Contains(node);
        _depth += target ? 1 : 0;
        SyntaxNode? visited = base.Visit(node);
        if (_depth > 0)
        {
            visited = node switch
            {
                ExpressionSyntax expression => Choice(expression, visited!),
                ExpressionStatementSyntax
                {
                    Expression: AssignmentExpressionSyntax
                    {
                        RawKind: (int)SyntaxKind.AddAssignmentExpression or (int)SyntaxKind.SubtractAssignmentExpression
                    } assignment
                } when kernels && IsArithmetic(assignment.Left) => LeftOut(node, visited!),
                ExpressionStatementSyntax { Expression: InvocationExpressionSyntax } when !kernels =>
                    LeftOut(node, visited!),
                LocalFunctionStatementSyntax { ExpressionBody.Expression: InvocationExpressionSyntax call } function
                    when function.ReturnType.ToString() == "void" && !kernels =>
                        Block(call, (LocalFunctionStatementSyntax)visited!),
                _ => visited,
            };
        }

        _depth -= target ? 1 : 0;
        return visited;
    }

    private SyntaxNode Choice(ExpressionSyntax node, SyntaxNode visited)
    {
        // What declares a variable cannot stand twice.
        if (Declares(node))
        {
            return visited;
        }

        string text = visited.ToString();
        foreach (string mutant in Of(node).Where(mutant => mutant == "default" || IsOfSameType(node, mutant)))
        {
            int number = Note(node, mutant);
            text = refused.Contains(number) ? text : $"(global::Ssm.Mutant.Is({number}) ? {mutant} : {text})";
        }

        return text == visited.ToString() ? visited : SyntaxFactory.ParseExpression(text).WithTriviaFrom(visited);
    }

    private static bool Declares(SyntaxNode node) =>
        node.DescendantNodes().Any(inner => inner is SingleVariableDesignationSyntax);

    private bool IsOfSameType(ExpressionSyntax node, string mutant) => SymbolEqualityComparer.Default.Equals(
        model.GetTypeInfo(node).Type,
        model.GetSpeculativeTypeInfo(
            node.SpanStart, SyntaxFactory.ParseExpression(mutant), SpeculativeBindingOption.BindAsExpression).Type);

    private SyntaxNode LeftOut(SyntaxNode node, SyntaxNode visited)
    {
        int number = Note(node, "");
        return refused.Contains(number)
            ? visited
            : SyntaxFactory.ParseStatement($"if (!global::Ssm.Mutant.Is({number})) {{ {visited} }}\n");
    }

    private LocalFunctionStatementSyntax Block(InvocationExpressionSyntax call, LocalFunctionStatementSyntax visited)
    {
        int number = Note(call, "");
        return visited.WithExpressionBody(null).WithSemicolonToken(default).WithBody((BlockSyntax)
            SyntaxFactory.ParseStatement(
                $"{{ if (!global::Ssm.Mutant.Is({number})) {{ {visited.ExpressionBody!.Expression}; }} }}\n"));
    }

    private int Note(SyntaxNode node, string mutant)
    {
        FileLinePositionSpan span = node.GetLocation().GetLineSpan();
        all.Add($"{Path.GetFileName(span.Path)}({span.StartLinePosition.Line + 1}): "
            + $"{OneLine(node.ToString())} → {(mutant.Length == 0 ? "nothing" : OneLine(mutant))}");
        return all.Count - 1;
    }

    private static string OneLine(string text) =>
        string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private string[] Of(ExpressionSyntax node) => kernels ? OfArithmetic(node) :
    [
        .. node switch
        {
            InvocationExpressionSyntax call when node.Parent is not ExpressionStatementSyntax => OfCall(call),
            BinaryExpressionSyntax binary => OfBinary(binary),
            LiteralExpressionSyntax { RawKind: (int)SyntaxKind.TrueLiteralExpression } => ["false"],
            LiteralExpressionSyntax { RawKind: (int)SyntaxKind.FalseLiteralExpression } => ["true"],
            _ => [],
        },
        .. node.Parent is ArgumentSyntax { RefOrOutKeyword.RawKind: 0, Parent: ArgumentListSyntax }
            && node is not LiteralExpressionSyntax { RawKind: not (int)SyntaxKind.NumericLiteralExpression }
                ? model.GetTypeInfo(node).Type?.SpecialType switch
                {
                    SpecialType.System_Boolean => [$"!({node})"],
                    SpecialType.System_Int32 => [$"({node}) + 1", $"({node}) - 1"],
                    _ => OfArgument(node),
                }
                : [],
        .. (node.Parent is IfStatementSyntax choice && choice.Condition == node)
            || (node.Parent is ConditionalExpressionSyntax either && either.Condition == node)
                ? new[] { $"!({node})" }
                : [],
    ];

    // The numbers of kernels are T, vectors and pairs of either; pointers and counts are left alone.
    private bool IsArithmetic(ExpressionSyntax node) => model.GetTypeInfo(node).Type is { } type
        && (type.TypeKind == TypeKind.TypeParameter || type.SpecialType is SpecialType.System_Double
            or SpecialType.System_Single || type.Name is "Vector" or "Vector512" or "ComplexNumber" or "ComplexLanes");

    private string[] OfArithmetic(ExpressionSyntax node) => !IsArithmetic(node) ? [] : node switch
    {
        BinaryExpressionSyntax { RawKind: (int)SyntaxKind.AddExpression } sum =>
            [$"({sum.Left} - {sum.Right})", $"{sum.Left}", $"{sum.Right}"],
        BinaryExpressionSyntax { RawKind: (int)SyntaxKind.SubtractExpression } sum =>
            [$"({sum.Left} + {sum.Right})", $"{sum.Left}"],
        BinaryExpressionSyntax { RawKind: (int)SyntaxKind.MultiplyExpression } product =>
            [$"{product.Left}", $"{product.Right}"],
        BinaryExpressionSyntax { RawKind: (int)SyntaxKind.DivideExpression } quotient =>
            [$"({quotient.Left} * {quotient.Right})"],
        PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.UnaryMinusExpression } negation =>
            [$"{negation.Operand}"],
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax member } call =>
            OfArithmeticCall(call, member, [.. call.ArgumentList.Arguments.Select(argument => argument.Expression)]),
        _ => [],
    };

    private static string[] OfArithmeticCall(
        InvocationExpressionSyntax call, MemberAccessExpressionSyntax member, ExpressionSyntax[] x) =>
        (member.Name.Identifier.Text, x.Length) switch
        {
            ("MultiplyAdd" or "FusedMultiplyAdd" or "Fma", 3) =>
            [
                call.ReplaceNode(x[0], SyntaxFactory.ParseExpression($"-({x[0]})")).ToString(),
                $"{x[2]}",
                $"({x[0]}) * ({x[1]})",
            ],
            ("Conjugate", 1) => [$"{x[0]}"],
            ("Conjugate", 0) => [$"{member.Expression}"],
            ("MultiplyConjugate", _) =>
                [call.ReplaceNode(member.Name, SyntaxFactory.IdentifierName("Multiply")).ToString()],
            _ => [],
        };

    private static IEnumerable<string> OfCall(InvocationExpressionSyntax call)
    {
        SimpleNameSyntax? name = call.Expression switch
        {
            MemberAccessExpressionSyntax member => member.Name,
            SimpleNameSyntax simple => simple,
            _ => null,
        };
        foreach ((string from, string to) in Exchanges)
        {
            if (name is GenericNameSyntax generic
                && generic.TypeArgumentList.ToString().Contains(from, StringComparison.Ordinal))
            {
                yield return call.ToString().Replace(from, to, StringComparison.Ordinal);
            }
            else if (name?.Identifier.Text == from && !call.Ancestors().OfType<MethodDeclarationSyntax>()
                .Any(method => method.Identifier.Text == to))       // which would call itself without end
            {
                yield return call.ReplaceNode(name, SyntaxFactory.IdentifierName(to)).ToString();
            }
        }

        if (name is not null && Wrappers.Contains(name.Identifier.Text))
        {
            foreach (ArgumentSyntax argument in call.ArgumentList.Arguments)
            {
                yield return argument.Expression.ToString();
            }
        }

        if (name?.Identifier.Text == "Scale")
        {
            ExpressionSyntax factor = call.ArgumentList.Arguments[1].Expression;
            yield return call.ReplaceNode(factor, SyntaxFactory.ParseExpression($"T.One / ({factor})")).ToString();
        }

        if (name?.Identifier.Text == "AllocateZeros" && call.ArgumentList.Arguments.Count == 2)
        {
            SeparatedSyntaxList<ArgumentSyntax> arguments = call.ArgumentList.Arguments;
            yield return $"NdArray<T>.AllocateFull({arguments[0]}, T.One, {arguments[1]})";
        }
    }

    private static IEnumerable<string> OfBinary(BinaryExpressionSyntax binary)
    {
        string? other = binary.Kind() switch
        {
            SyntaxKind.AddExpression => "-",
            SyntaxKind.SubtractExpression => "+",
            SyntaxKind.MultiplyExpression => "/",
            SyntaxKind.DivideExpression => "*",
            SyntaxKind.LogicalAndExpression => "||",
            SyntaxKind.LogicalOrExpression => "&&",
            _ => null,
        };
        return other is null ? [] : [$"({binary.Left} {other} {binary.Right})"];
    }

    // An operand left out, or its neighbour of the same type taken for it.
    private IEnumerable<string> OfArgument(ExpressionSyntax node)
    {
        if (node is BinaryExpressionSyntax { RawKind: (int)SyntaxKind.CoalesceExpression })
        {
            yield return "default";
        }

        ArgumentListSyntax list = (ArgumentListSyntax)node.Parent!.Parent!;
        int at = list.Arguments.IndexOf((ArgumentSyntax)node.Parent);
        if (at + 1 < list.Arguments.Count)
        {
            ExpressionSyntax next = list.Arguments[at + 1].Expression;
            if (next.ToString() != node.ToString() && !Declares(next) && SymbolEqualityComparer.Default.Equals(
                model.GetTypeInfo(next).Type, model.GetTypeInfo(node).Type))
            {
                yield return next.ToString();
            }
        }
    }
}
