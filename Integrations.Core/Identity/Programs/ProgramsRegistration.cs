using Integrations.Core.Jobs.Retention;
using Integrations.Core.Storage;
using Microsoft.Extensions.DependencyInjection;
using OpenIddict.EntityFrameworkCore.Models;

namespace Integrations.Core.Identity.Programs;

/// <summary>Registers the authorization server's part in Core: programs, consents and their tables.</summary>
public static class ProgramsRegistration
{
    /// <summary>Programs that sign in by themselves, and where OpenIddict keeps what it knows of them.</summary>
    public static IServiceCollection AddPrograms(this IServiceCollection services)
    {
        services.AddOpenIddict().AddCore(core =>
        {
            core.UseEntityFrameworkCore()
                .UseDbContext<IntegrationsDbContext>()
                .ReplaceDefaultEntities<ProgramClient, ProgramAuthorization, OpenIddictEntityFrameworkCoreScope<Guid>, ProgramToken, Guid>();
            core.ReplaceApplicationManager<ProgramClient, ProgramManager>();
            core.ReplaceTokenStore<ProgramToken, ProgramTokenStore>();
        });
        services.AddSingleton<ProgramAccess>();
        services.AddSingleton<ProgramConsents>();
        services.AddSingleton<AuthorizedPrograms>();
        services.AddSingleton<MemberPrograms>();
        services.AddSingleton<ProgramService>();
        services.AddSingleton<ProgramRulesService>();
        services.AddSingleton<ProgramDocuments>();
        services.AddSingleton<ProgramSelfRegistration>();
        return services.AddProgramRetention();
    }

    // In this order: what nothing rests on any more goes first.
    private static IServiceCollection AddProgramRetention(this IServiceCollection services)
    {
        services.AddRetention<ProgramToken>("codes and tokens of programs that are over", nameof(RetentionOptions.FlowDays), options => options.FlowDays, (db, before) =>
        {
            var moment = before.UtcDateTime;
            return db.ProgramTokens.Where(t => t.ExpirationDate < moment);
        }, rows => rows.OrderBy(t => t.ExpirationDate));
        services.AddRetention<ProgramAuthorization>(
            "programs that were let in and hold no token any more", nameof(RetentionOptions.FlowDays), options => options.FlowDays, (db, before) => db.ProgramAuthorizations.Where(a => a.CreatedAt < before && !a.Tokens.Any()));
        services.AddRetention<ProgramClient>(
            "programs that described or registered themselves and were never let in", nameof(RetentionOptions.FlowDays), options => options.FlowDays,
            (db, before) => db.Programs.Where(c => c.OrganizationId == null && c.CreatedAt < before && (c.FetchedAt == null || c.FetchedAt < before) && !c.Authorizations.Any()));
        return services;
    }
}
