using Integrations.Core.Permissions;
using Integrations.Core.Storage;
using Integrations.Primitives;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Core.Identity.Programs;

/// <summary>Programs that register themselves (RFC 7591), where at least one organization lets them. They can keep no secret and get to the tools alone.</summary>
public sealed class ProgramSelfRegistration(IDbContextFactory<IntegrationsDbContext> contexts, ProgramRulesService rules, TimeProvider clock)
{
    /// <summary>Of those that were not let in yet; they are removed after a day.</summary>
    public const int MostWaiting = 500;

    private const string ClientIdPrefix = "itd_";

    /// <param name="utf8">What it says of itself, as JSON.</param>
    /// <returns>Its row; or <c>access_denied</c>, <c>invalid_client_metadata</c>, <c>invalid_redirect_uri</c>, <c>temporarily_unavailable</c>.</returns>
    public async Task<Result<ProgramRow>> RegisterAsync(byte[] utf8, CancellationToken cancellationToken)
    {
        if (!await rules.AnyAllowsSelfRegisteredAsync(cancellationToken))
        {
            return ProgramFailures.RegistrationClosed;
        }

        if (!ProgramDocument.Read(clientId: null, utf8).TryGet(out var document, out var failure))
        {
            return failure;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (await db.Programs.CountAsync(c => c.Kind == ProgramKind.SelfRegistered && !c.Authorizations.Any(), cancellationToken) >= MostWaiting)
        {
            return ProgramFailures.TooManyRegistered;
        }

        var now = clock.GetUtcNow();
        var program = new ProgramClient
        {
            Id = Guid.CreateVersion7(now),
            ClientId = ClientIdPrefix + Guid.CreateVersion7(now).ToString("N"),
            Kind = ProgramKind.SelfRegistered,
            Scopes = TokenScopes.Mcp,
            CreatedAt = now,
        };
        program.Describe(document.Name, document.Redirects, secretHash: null);
        db.Programs.Add(program);
        await db.SaveChangesAsync(cancellationToken);
        return ProgramRow.Of(program);
    }
}
