using Integrations.Core.Jobs.Retention;
using Microsoft.Extensions.DependencyInjection;

namespace Integrations.Core.Agents;

/// <summary>Registers what stands behind <c>/mcp</c>.</summary>
public static class AgentsRegistration
{
    /// <summary>What programs may call for people, and the services behind it. Needs search, linking and actions.</summary>
    public static IServiceCollection AddAgents(this IServiceCollection services)
    {
        services.AddSingleton<AgentAccess>();
        services.AddSingleton<AgentGrantService>();
        services.AddSingleton<AgentPolicyService>();
        services.AddSingleton<AgentOffers>();
        services.AddSingleton<AgentApprovals>();
        services.AddSingleton<AgentActions>();
        services.AddSingleton<AgentReading>();
        services.AddSingleton<AgentLinking>();
        services.AddSingleton<AgentCalls>();
        services.AddRetention<AgentApproval>(
            "calls of programs that were answered", nameof(RetentionOptions.ActivityDays), options => options.ActivityDays, (db, before) => db.AgentApprovals.Where(approval => approval.AskedAt < before), rows => rows.OrderBy(row => row.AskedAt));
        return services;
    }
}
