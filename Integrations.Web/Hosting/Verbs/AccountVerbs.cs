using Integrations.Core.Organizations;

namespace Integrations.Web.Hosting.Verbs;

/// <summary>What whoever runs the hub does for a person whom nobody else can let in: <c>reset-second-factor --email person@example.org</c>.</summary>
internal static class AccountVerbs
{
    public const string ResetSecondFactor = "reset-second-factor";

    internal static async Task<int> ResetSecondFactorAsync(WebApplication app, string? email, TextWriter output, CancellationToken cancellationToken)
    {
        if (email is null)
        {
            await output.WriteLineAsync($"Usage: {ResetSecondFactor} --email person@example.org");
            return 2;
        }

        var reset = await app.Services.GetRequiredService<AccountRecovery>().ResetSecondFactorAsync(email, cancellationToken);
        await output.WriteLineAsync(reset.Failure is { } failure
            ? failure.Message
            : $"{email} signs in with the password alone now. Their sessions and access tokens have ended, and a lock is lifted.");
        return reset.IsSuccess ? 0 : 1;
    }
}
