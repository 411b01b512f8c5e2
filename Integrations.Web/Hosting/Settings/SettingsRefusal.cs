using System.Reflection;
using Integrations.Primitives;
using Integrations.Web.Hosting.Commands;
using Microsoft.Extensions.Options;

namespace Integrations.Web.Hosting.Settings;

/// <summary>How a start that cannot be says so: one line each, and never a stack trace.</summary>
internal static class SettingsRefusal
{
    /// <summary>False where another program hosts this one, as tests do: that one is given the exception.</summary>
    public static bool IsOwnProgram => Assembly.GetEntryAssembly() == typeof(SettingsRefusal).Assembly;

    /// <exception cref="OptionsValidationException">Another program hosts this one.</exception>
    public static async Task<int> PrintAsync(IReadOnlyList<SettingProblem> problems, TextWriter errors)
    {
        if (!IsOwnProgram)
        {
            throw new OptionsValidationException("settings", typeof(SettingsRefusal), problems.Select(problem => problem.ToString()));
        }

        await errors.WriteLineAsync(problems.Count == 1 ? "A setting is wrong, so nothing was started:" : $"{problems.Count} settings are wrong, so nothing was started:");
        foreach (var problem in problems)
        {
            await errors.WriteLineAsync(LogLine(problem.ToString()));
        }

        return ExitCodes.Configuration;
    }

    private static string LogLine(string text) => Telemetry.LogText.Encode(text);
}
