/** ink draws nothing where these are set, and asks when it is loaded. Where a person sits at a terminal is no CI. */
for (const name of ["CI", "CONTINUOUS_INTEGRATION"]) process.env[name] = "false";
