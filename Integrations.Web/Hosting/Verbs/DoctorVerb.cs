using Integrations.Core.Common;
using Integrations.Core.Operations;

namespace Integrations.Web.Hosting.Verbs;

/// <summary>
/// <c>doctor</c>: examines the hub's surroundings from the command line, before the database is touched, so that it can say
/// what is wrong with one that is down. Ends with 0 when nothing has to be mended, else with 1.
/// </summary>
internal static class DoctorVerb
{
    private const int Healthy = 0;
    private const int Ill = 1;

    /// <summary>Runs when the arguments begin with the verb; null else.</summary>
    public static async Task<int?> RunDoctorAsync(this WebApplication app, string[] args, TextWriter output)
    {
        if (args.FirstOrDefault() != "doctor")
        {
            return null;
        }

        // Who can start the program can read its settings: the operator.
        var operatorItself = new Caller(null, null, Role.SuperAdmin) { DisplayName = "doctor" };
        var examined = await app.Services.GetRequiredService<Doctor>().ExamineAsync(operatorItself, app.Lifetime.ApplicationStopping);
        if (!examined.TryGet(out var findings, out var failure))
        {
            await output.WriteLineAsync(failure.Message);
            return Ill;
        }

        foreach (var finding in findings)
        {
            await output.WriteLineAsync($"{finding.Severity.ToString().ToUpperInvariant(),-8} {finding.Check}: {finding.Message}");
            if (finding.Fix is not null)
            {
                await output.WriteLineAsync($"{"",-8} {finding.Fix}");
            }
        }

        var errors = findings.Count(f => f.Severity == FindingSeverity.Error);
        await output.WriteLineAsync(errors == 0 ? "Nothing has to be mended." : $"{errors} to be mended.");
        return errors == 0 ? Healthy : Ill;
    }
}
