using Integrations.Web.Hosting.SignIn;

namespace Integrations.Tests.Hosting;

public sealed class ReturnPathTests
{
    [Theory, Proves("O7")]
    [InlineData("/")]
    [InlineData("/integrations/0190b6a1?tab=logs")]
    [InlineData("/search?q=a%20b&x=https%3A%2F%2Fexample.org")]
    [InlineData("/a/b#part")]
    public void LocalPaths_AreKept(string path) => Assert.Equal(path, ReturnPath.OrStart(path));

    [Theory, Proves("O7")]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("//evil.example")]
    [InlineData("///evil.example")]
    [InlineData("/\\evil.example")]
    [InlineData("\\\\evil.example")]
    [InlineData("/%5Cevil.example")]
    [InlineData("/%2Fevil.example")]
    [InlineData("/%252Fevil.example")]
    [InlineData("/%255Cevil.example")]
    [InlineData("/\tevil.example")]
    [InlineData("/%09/evil.example")]
    [InlineData("/%0d%0aLocation:%20https://evil.example")]
    [InlineData("/\r\nSet-Cookie: a=b")]
    [InlineData("https://evil.example")]
    [InlineData("http:evil.example")]
    [InlineData("javascript:alert(1)")]
    [InlineData("data:text/html,x")]
    [InlineData(" /x")]
    [InlineData("/.//evil.example\\")]
    [InlineData("hub.invalid/x")]
    [InlineData("?x")]
    [InlineData("#x")]
    public void WhateverLeavesTheSite_LeadsToTheStart(string? path) => Assert.Equal("/", ReturnPath.OrStart(path));
}
