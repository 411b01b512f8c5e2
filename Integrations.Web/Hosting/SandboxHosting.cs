using Integrations.Sandbox;

namespace Integrations.Web.Hosting;

/// <summary>Serves the vendor sandbox where <c>Sandbox:Enabled</c> says so: in Development unless told otherwise, in Production never.</summary>
internal static class SandboxHosting
{
    private const string Key = "Sandbox:Enabled";

    public static bool IsOn(IConfiguration configuration, IHostEnvironment environment) =>
        configuration.GetValue(Key, environment.IsDevelopment());

    public static WebApplicationBuilder AddSandboxVendors(this WebApplicationBuilder builder)
    {
        if (!IsOn(builder.Configuration, builder.Environment))
        {
            return builder;
        }

        if (builder.Environment.IsProduction())
        {
            throw new InvalidOperationException($"{Key} is true. The vendor sandbox accepts anybody's sign-in, so Production does not start with it (SECURITY V7).");
        }

        builder.Services.AddVendorSandbox();
        return builder;
    }

    public static WebApplication MapSandboxVendors(this WebApplication app)
    {
        if (IsOn(app.Configuration, app.Environment))
        {
            app.MapVendorSandbox();
        }

        return app;
    }
}
