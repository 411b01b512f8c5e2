using System.Reflection;
using Xunit.Sdk;

namespace Integrations.Tests.Connectors.Declarative.Tried;

/// <summary>How the cases of a written connector's suite end when a provider file stands in the connector's place, against the same vendor of the sandbox.</summary>
/// <param name="Passed">Cases that passed.</param>
/// <param name="Failed">A test by its name where none of its cases passed; else <c>name#2</c>, the case by its number.</param>
/// <param name="Skipped">Tests that this machine cannot run.</param>
/// <param name="Silent">Tests that ask neither the connector nor its manifest, and so say nothing of the file.</param>
internal sealed record SuiteRun(int Passed, int Cases, IReadOnlyList<string> Failed, IReadOnlyList<string> Skipped, IReadOnlyList<string> Silent)
{
    public static async Task<SuiteRun> OfAsync<TSuite>(Func<TSuite> suite, ITestOutputHelper output)
        where TSuite : ConnectorSuite
    {
        var (passed, cases) = (0, 0);
        var (failed, skipped, silent) = (new List<string>(), new List<string>(), new List<string>());
        foreach (var test in typeof(TSuite).GetMethods().Where(method => method.GetCustomAttribute<FactAttribute>() is not null).OrderBy(method => method.Name, StringComparer.Ordinal))
        {
            var rows = test.GetCustomAttributes<InlineDataAttribute>().Select(row => row.Data).DefaultIfEmpty([]).ToList();
            var ends = new List<CaseEnd>();
            foreach (var row in rows)
            {
                var (end, why) = await RunAsync(suite(), test, row);
                ends.Add(end);
                if (why is not null)
                {
                    output.WriteLine($"{test.Name}#{ends.Count}: {end}: {why.Split('\n')[0]}");
                }
            }

            skipped.AddRange(ends.Contains(CaseEnd.Skipped) ? [test.Name] : []);
            silent.AddRange(ends.Contains(CaseEnd.Silent) ? [test.Name] : []);
            failed.AddRange(ends.TrueForAll(end => end == CaseEnd.Failed) ? [test.Name] : ends.Index().Where(one => one.Item == CaseEnd.Failed).Select(one => $"{test.Name}#{one.Index + 1}"));
            passed += ends.Count(end => end == CaseEnd.Passed);
            cases += ends.Count(end => end != CaseEnd.Silent);
        }

        return new SuiteRun(passed, cases, failed, skipped, silent);
    }

    private static async Task<(CaseEnd End, string? Why)> RunAsync(ConnectorSuite suite, MethodInfo test, object?[] row)
    {
        await suite.InitializeAsync();
        try
        {
            await (test.Invoke(suite, BindingFlags.DoNotWrapExceptions, null, row, null) as Task ?? Task.CompletedTask);
            return (suite.Bench.IsAsked ? CaseEnd.Passed : CaseEnd.Silent, null);
        }
        catch (SkipException skip)
        {
            return (CaseEnd.Skipped, skip.Message);
        }
        catch (Exception exception)
        {
            return (CaseEnd.Failed, exception.Message.ReplaceLineEndings(" "));
        }
        finally
        {
            await suite.DisposeAsync();
        }
    }

    private enum CaseEnd
    {
        Passed,
        Failed,
        Skipped,
        Silent,
    }
}
