using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace Integrations.Sandbox;

/// <summary>
/// The sandbox as a program of its own: a hub in Production, or an integrator's own client, is tried against it as against vendors on
/// another host. It listens on loopback unless <c>--urls</c> says otherwise; section <c>Sandbox</c> is <see cref="SandboxOptions"/>.
/// </summary>
internal static class SandboxProgram
{
    private const string DefaultAddress = "http://127.0.0.1:7070";

    public static async Task<int> Main(string[] args)
    {
        var builder = WebApplication.CreateSlimBuilder(args);
        // Whatever settings lie in the folder that it is started from: they are the hub's.
        builder.Logging.AddFilter<ConsoleLoggerProvider>(level => level >= LogLevel.Warning);
        if (builder.Configuration[WebHostDefaults.ServerUrlsKey] is null)
        {
            builder.WebHost.UseUrls(DefaultAddress);
        }

        builder.Services.AddRouting();
        builder.Services.AddVendorSandbox();
        builder.Services.AddOptions<SandboxOptions>().BindConfiguration(SandboxOptions.Section)
            .Validate(options => options.HubOrigins.All(IsOrigin), "Sandbox:HubOrigins must hold scheme and host only, such as https://hub.example.org.");

        await using var app = builder.Build();
        app.MapGet("/", () => Results.Redirect("/sandbox"));
        try
        {
            app.MapVendorSandbox();
            await app.StartAsync();
        }
        catch (Exception refused) when (refused is IOException or Microsoft.Extensions.Options.OptionsValidationException)
        {
            await Console.Error.WriteLineAsync(refused.Message);
            return 1;
        }

        foreach (var address in app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses)
        {
            await Console.Out.WriteLineAsync($"Vendor sandbox: {address}/sandbox");
        }

        await app.WaitForShutdownAsync();
        return 0;
    }

    private static bool IsOrigin(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var origin) && origin.Scheme is "http" or "https" && origin.PathAndQuery == "/" && origin.UserInfo.Length == 0;
}
