using Integrations.Core.Diagnostics.Checks;
using Integrations.Core.Identity.OpenId;
using Microsoft.Extensions.DependencyInjection;

namespace Integrations.Core.Diagnostics;

internal static class DoctorRegistration
{
    /// <summary>The doctor and what Core has it examine, in the order in which it is shown. The host adds checks of its own.</summary>
    public static IServiceCollection AddDoctor(this IServiceCollection services) => services
        .AddSingleton<Doctor>()
        .AddSingleton<DatabaseCheck>()
        .AddSingleton<IDoctorCheck, DiskCheck>()
        .AddSingleton<IDoctorCheck, PublicAddressCheck>()
        .AddSingleton<IDoctorCheck, EgressCheck>()
        .AddSingleton<IDoctorCheck, BackgroundWorkCheck>()
        .AddSingleton<IDoctorCheck, KeyRingCheck>()
        .AddSingleton<IDoctorCheck, QueueCheck>()
        .AddSingleton<IDoctorCheck, GivenUpCheck>()
        .AddSingleton<IDoctorCheck, MailCheck>()
        .AddSingleton<OpenIdMetadata>()
        .AddSingleton<IDoctorCheck, OrganizationSignInCheck>()
        .AddSingleton<IDoctorCheck, RetentionCheck>()
        .AddSingleton<IDoctorCheck, ProvidersCheck>()
        .AddSingleton<IDoctorCheck, ProviderFilesCheck>();
}
