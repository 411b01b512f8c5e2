using Integrations.Core.Identity.OpenId;
using Integrations.Core.Identity.Organizations;
using Integrations.Core.Permissions;
using Integrations.Core.Storage;
using Microsoft.EntityFrameworkCore;
using static Integrations.Primitives.TranslatableText;

namespace Integrations.Core.Diagnostics.Checks;

/// <summary>Whether the providers with which organizations sign in answer, and say of themselves what they should.</summary>
internal sealed class OrganizationSignInCheck(IDbContextFactory<IntegrationsDbContext> contexts, OpenIdMetadata metadata) : IDoctorCheck
{
    private const int Most = 50;

    public string Name => "Sign-in of organizations";

    public bool NeedsDatabase => true;

    public async Task<IReadOnlyList<Finding>> ExamineAsync(Caller caller, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var providers = await (
            from signIn in db.OrganizationSignIns.AsNoTracking().Working()
            join organization in db.Organizations.AsNoTracking() on signIn.OrganizationId equals organization.Id
            where organization.DisabledAt == null
            orderby organization.Name, organization.Id
            select new { Organization = organization.Name, signIn.Issuer }).Take(Most).ToListAsync(cancellationToken);
        if (providers.Count == 0)
        {
            return [new Finding(Name, FindingSeverity.Ok, Say("No organization signs in with a provider of its own."))];
        }

        // Side by side: one that hangs takes no longer than all of them.
        var read = await Task.WhenAll(providers.Select(async p => (p.Organization, (await metadata.ReadAsync(p.Issuer, cancellationToken)).Failure)));
        var wrong = read.Where(p => p.Failure is not null).Select(p => new Finding(
            Name, FindingSeverity.Warning, Say("{0}: {1}", p.Organization, p.Failure!.Message),
            Say("Its administrators check issuer and provider on the page Sign-in. While nothing helps, 'stop-required-sign-in' lets members use their passwords."))).ToList();
        return wrong.Count > 0 ? wrong : [new Finding(Name, FindingSeverity.Ok, Say("{0} providers answer, with keys and addresses in order.", providers.Count))];
    }
}
