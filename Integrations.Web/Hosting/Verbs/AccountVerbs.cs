using Integrations.Core.Common;
using Integrations.Core.Organizations;

namespace Integrations.Web.Hosting.Verbs;

/// <summary>What the operator does for a person whom no administrator can let in: <c>reset-second-factor --email person@example.org</c>.</summary>
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
            : $"""
            Everything that let somebody in as {email} has ended: second factor, password, sessions, tokens, passkeys, linked accounts and
            earlier links. A lock is lifted. Hand over this link yourself; it works once, and lets them choose a new password:
            {Address(app, reset.Value)}
            """);
        return reset.IsSuccess ? 0 : 1;
    }

    /// <summary>A verb runs no server: without a configured origin only the path is known.</summary>
    private static string Address(WebApplication app, Invitation invitation)
    {
        var origin = app.Services.GetRequiredService<PublicOrigin>();
        return origin.IsKnown ? origin.Url(invitation.Path.Reveal()) : $"<the hub's address>{invitation.Path.Reveal()}";
    }
}
