using Integrations.Core.Search;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Integrations.Tests.Infrastructure;

/// <summary>Searches over everything in hubs under test.</summary>
internal static class PatientSearch
{
    /// <summary>Lets them wait as long as a busy machine needs; the setting itself may be ten seconds at most.</summary>
    public static IServiceCollection WithPatientSearch(this IServiceCollection services) =>
        services.AddSingleton(Options.Create(new SearchOptions { Deadline = TimeSpan.FromMinutes(1) }));
}
